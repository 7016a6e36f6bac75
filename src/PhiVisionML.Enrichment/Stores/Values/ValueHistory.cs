using PhiVisionML.Enrichment.Ledger;

namespace PhiVisionML.Enrichment.Stores.Values;

/// <summary>The values of one field of one product, each on top of the one that it was written over.</summary>
internal sealed class ValueHistory
{
    private readonly List<ValueChange> _written = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private string? _newest;

    /// <summary>The value in force was written by it; <c>null</c> if it is the catalog's own.</summary>
    public ValueChange? InForce => _written.Count > 0 ? _written[^1] : null;

    /// <summary>All values that the field ever had, as far as the ledger knows, empty ones as <c>""</c>.</summary>
    public IReadOnlySet<string> Known => _known;

    /// <summary>Takes in the next entry of the ledger.</summary>
    public void Add(ValueChange change)
    {
        _known.Add(change.OldValue ?? "");
        _known.Add(change.NewValue ?? "");
        _newest = change.NewValue;
        if (change.Kind == LedgerKind.Accepted)
            _written.Add(change);
        else
            Remove(change.ProposalId);
    }

    /// <summary>The value that is to be written over.</summary>
    /// <param name="seen">What a job saw. If the ledger does not know it, it is the owner's, who has put it into the catalog since the ledger's last entry, and holds.</param>
    public string? Before(string? seen) => _known.Contains(seen ?? "") ? _newest : seen;

    /// <summary>Takes a value away, wherever it lies; the one above it then lies on the one below.</summary>
    /// <returns>It; <c>null</c> if there is none of that proposal.</returns>
    public ValueChange? Remove(long proposalId)
    {
        int place = _written.FindLastIndex(w => w.ProposalId == proposalId);
        if (place < 0)
            return null;
        ValueChange taken = _written[place];
        _written.RemoveAt(place);
        if (place < _written.Count && (_written[place].OldValue ?? "") == (taken.NewValue ?? ""))
            _written[place] = _written[place] with { OldValue = taken.OldValue };
        return taken;
    }

    /// <summary>Takes back what lies on top, as long as it is of a run.</summary>
    /// <returns>What is taken back, the newest first.</returns>
    public List<ValueChange> TakeBack(long runId)
    {
        var taken = new List<ValueChange>();
        while (InForce is { } top && top.RunId == runId)
            taken.Add(Remove(top.ProposalId)!);
        return taken;
    }

    /// <summary>Whether something of a run lies below what others wrote.</summary>
    public bool Holds(long runId) => _written.Exists(w => w.RunId == runId);
}
