using PhiVisionML.Enrichment.Ledger;

namespace PhiVisionML.Enrichment.Stores.Review;

/// <summary>An entry of the ledger that changed the value of a field.</summary>
internal sealed record ValueChange(long ProposalId, long JobId, long RunId, LedgerKind Kind, string? OldValue, string? NewValue);

/// <summary>The values of one field of one product, each on top of the one that it was written over.</summary>
internal sealed class ValueHistory
{
    private readonly List<ValueChange> _written = [];

    /// <summary>Takes in the next entry of the ledger.</summary>
    public void Add(ValueChange change)
    {
        if (change.Kind == LedgerKind.Accepted)
            _written.Add(change);
        else if (_written.FindLastIndex(w => w.ProposalId == change.ProposalId) is >= 0 and var taken)
            _written.RemoveAt(taken);
    }

    /// <summary>The value in force was written by it; <c>null</c> if it is the catalog's own.</summary>
    public ValueChange? InForce => _written.Count > 0 ? _written[^1] : null;

    /// <summary>Takes back what lies on top, as long as it is of a run.</summary>
    /// <returns>What is taken back, the newest first.</returns>
    public List<ValueChange> TakeBack(long runId)
    {
        var taken = new List<ValueChange>();
        while (InForce is { } top && top.RunId == runId)
        {
            taken.Add(top);
            _written.RemoveAt(_written.Count - 1);
        }

        return taken;
    }

    /// <summary>Whether something of a run lies below what others wrote.</summary>
    public bool Holds(long runId) => _written.Exists(w => w.RunId == runId);
}
