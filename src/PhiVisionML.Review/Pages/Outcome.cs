using Microsoft.AspNetCore.Http;
using PhiVisionML.Enrichment.Ledger;

namespace PhiVisionML.Review.Pages;

/// <summary>What the last form did, as the next page tells it. Addresses carry no text of it, so that a link from elsewhere cannot put words on the page.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Item">To which product; null if to none.</param>
/// <param name="Proposals">To which of its proposals.</param>
internal sealed record Outcome(OutcomeKind Kind, ReviewItem? Item, IReadOnlyList<Proposal> Proposals)
{
    private const string Did = "did", Job = "job", Proposed = "ids";

    /// <summary>Whether it can be taken back.</summary>
    public bool CanUndo => Item is not null && Proposals.Count > 0 && Kind is OutcomeKind.Accepted or OutcomeKind.Rejected;

    /// <summary>What a form did, for the address of the next page.</summary>
    public static IEnumerable<(string Name, string Value)> ToQuery(OutcomeKind kind, long job = 0, params IEnumerable<long> proposals)
    {
        yield return (Did, kind.ToString().ToLowerInvariant());
        if (job == 0)
            yield break;
        yield return (Job, FormattableString.Invariant($"{job}"));
        yield return (Proposed, string.Join(',', proposals));
    }

    /// <summary>What the address tells; null if nothing, or nothing that is so.</summary>
    public static async Task<Outcome?> ReadAsync(HttpRequest request, IEnrichmentLedger ledger)
    {
        if (!Enum.TryParse<OutcomeKind>(request.Query[Did].ToString(), ignoreCase: true, out var kind) || !Enum.IsDefined(kind))
            return null;
        var ids = ReviewQuery.Ids(request.Query, Proposed);
        var item = ReviewQuery.Number(request.Query, Job) is { } job ? await ledger.GetReviewItemAsync(job, request.HttpContext.RequestAborted).ConfigureAwait(false) : null;
        return new Outcome(kind, item, [.. item?.Proposals.Where(proposal => ids.Contains(proposal.Id)) ?? []]);
    }
}
