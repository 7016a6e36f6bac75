using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using PhiVisionML.AspNetCore.Errors;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;

namespace PhiVisionML.Review.Pages;

/// <summary>Where a reviewer is, as the address bar has it: so that links and the browser's own buttons work without a session.</summary>
/// <param name="Filter">What is looked at.</param>
/// <param name="After">The list's cursor: the job before its first product; 0 for the beginning.</param>
/// <param name="Trail">Of the list, the cursors of the pages before; of a product, the jobs that were looked at before. The newest last.</param>
internal sealed record ReviewQuery(ReviewFilter Filter, long After, IReadOnlyList<long> Trail)
{
    /// <summary>The word for proposals in every state.</summary>
    public const string AllStates = "all";

    private const int LongestTrail = 20, LongestText = 200;

    /// <exception cref="ApiException">A value cannot be read (400).</exception>
    public static ReviewQuery Of(IQueryCollection query)
    {
        string? catalog = Text(query, "catalog"), field = Text(query, "field"), state = Text(query, "state"), sku = Text(query, "sku");
        return new ReviewQuery(
            new ReviewFilter
            {
                RunId = Number(query, "run"),
                Catalog = catalog,
                Field = field,
                State = state switch
                {
                    null => ProposalState.Pending,
                    AllStates => null,
                    _ => Enum.GetValues<ProposalState>().Where(known => Word(known) == state).Select(known => (ProposalState?)known).SingleOrDefault() ?? throw Wrong("state", state, "pending, accepted, rejected, reverted or all"),
                },
                MinConfidence = Percent(query, "min"),
                MaxConfidence = Percent(query, "max"),
                SkuPrefix = sku,
            },
            Number(query, "after") ?? 0,
            Ids(query, "trail"));
    }

    /// <summary>How a state is written in addresses.</summary>
    public static string Word(ProposalState state) => state.ToString().ToLowerInvariant();

    /// <summary>Numbers between commas.</summary>
    /// <exception cref="ApiException">One is none (400).</exception>
    public static IReadOnlyList<long> Ids(IQueryCollection query, string name) => [.. (Text(query, name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => Id(name, id))];

    /// <summary>A number; null if it is absent.</summary>
    /// <exception cref="ApiException">It is none (400).</exception>
    public static long? Number(IQueryCollection query, string name) => Text(query, name) is { } text ? Id(name, text) : null;

    /// <summary>The newest of the trail; 0 if there is none.</summary>
    public long LastBehind => Trail.Count == 0 ? 0 : Trail[^1];

    /// <summary>The same place, with a step more behind it.</summary>
    public ReviewQuery Past(long id) => this with { Trail = [.. Trail.Append(id).TakeLast(LongestTrail)] };

    /// <summary>The same place, with a step less behind it.</summary>
    public ReviewQuery Back() => this with { Trail = [.. Trail.SkipLast(1)] };

    /// <summary>Whether a proposal is what is looked at.</summary>
    public bool Fits(Proposal proposal)
        => (Filter.Field is null || Filter.Field == proposal.Field)
        && (Filter.MinConfidence is null || proposal.Confidence >= Filter.MinConfidence)
        && (Filter.MaxConfidence is null || proposal.Confidence <= Filter.MaxConfidence);

    /// <summary>The query of an address, question mark and all; empty if there is nothing to say.</summary>
    /// <param name="more">Further values.</param>
    public string ToQuery(params IEnumerable<(string Name, string Value)> more)
    {
        (string Name, string? Value)[] all =
        [
            ("run", Filter.RunId?.ToString(CultureInfo.InvariantCulture)),
            ("catalog", Filter.Catalog),
            ("field", Filter.Field),
            ("state", Filter.State is { } state ? state == ProposalState.Pending ? null : Word(state) : AllStates),
            ("min", Percent(Filter.MinConfidence)),
            ("max", Percent(Filter.MaxConfidence)),
            ("sku", Filter.SkuPrefix),
            ("after", After == 0 ? null : After.ToString(CultureInfo.InvariantCulture)),
            ("trail", Trail.Count == 0 ? null : string.Join(',', Trail)),
            .. more,
        ];
        return new QueryBuilder(all.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Name, pair.Value!))).ToString();
    }

    /// <summary>A confidence as the form writes it.</summary>
    public static string? Percent(double? share) => share is { } value ? Math.Round(100 * value, 4).ToString(CultureInfo.InvariantCulture) : null;

    private static double? Percent(IQueryCollection query, string name)
    {
        if (Text(query, name) is not { } text)
            return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double percent) && percent is >= 0 and <= 100
            ? percent / 100 : throw Wrong(name, text, "0 to 100 per cent");
    }

    private static string? Text(IQueryCollection query, string name)
    {
        string text = WhiteSpace.Fold(query[name].ToString());
        return text.Length == 0 ? null : text.Length <= LongestText || name is "trail" or "ids" ? text : throw Wrong(name, text[..20] + "…", $"at most {LongestText} characters");
    }

    private static long Id(string name, string text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? id : throw Wrong(name, text, "a number");

    private static ApiException Wrong(string name, string value, string needed) => ApiException.Invalid(name, $"The address says {name}={value}; it must be {needed}.");
}
