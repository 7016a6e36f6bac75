using System.Collections.Concurrent;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Runs;

namespace PhiVisionML.Review.Values;

/// <summary>What is offered while a choice is edited: the application's values, and those that the page has shown of the same catalog's field. Thread-safe.</summary>
/// <param name="choices">The application's, by run and field name.</param>
internal sealed class ValueOffers(Func<EnrichmentRun, string, IEnumerable<string>> choices)
{
    private const int MostOffered = 500, MostFields = 1_000;

    private readonly ConcurrentDictionary<(string Catalog, string Field), ConcurrentDictionary<string, bool>> _seen = new();

    /// <summary>The values for a proposal, in ordinal order; none for a field that is no choice.</summary>
    public IReadOnlyList<string> For(EnrichmentRun run, ReviewItem item, Proposal proposal, RunFields fields)
    {
        if (fields.Find(proposal.Field)?.Kind != AnswerFieldKind.Choice)
            return [];
        string? second = item.Answer.Fields.FirstOrDefault(field => field.Name == proposal.Field)?.RunnerUp;
        var seen = See((item.Catalog, proposal.Field), [proposal.Current, proposal.Proposed, proposal.Value, second is null || second.EndsWith('…') ? null : second]);
        return [.. choices(run, proposal.Field).Concat(seen).Distinct().Order(StringComparer.Ordinal).Take(MostOffered)];
    }

    private IEnumerable<string> See((string Catalog, string Field) place, IEnumerable<string?> values)
    {
        if (_seen.Count >= MostFields)
            _seen.Clear();
        var seen = _seen.GetOrAdd(place, _ => new());
        foreach (string value in values.OfType<string>().Where(value => value.Length > 0))
            if (seen.Count < MostOffered)
                seen.TryAdd(value, true);
        return seen.Keys;
    }
}
