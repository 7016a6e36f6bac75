using PhiVisionML.Enrichment.Ledger;

namespace PhiVisionML.Enrichment.Stores.Values;

/// <summary>The values of one field of one product, each on top of the one that it was written over.</summary>
internal sealed class ValueHistory
{
    private readonly List<ValueChange> _written = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private string? _newest;
    private long _newestJob;

    /// <summary>The value in force was written by it; <c>null</c> if it is the catalog's own, of old or because what was written over that was taken back.</summary>
    public ValueChange? InForce => Top is { } top && (top.NewValue ?? "") == (_newest ?? "") ? top : null;

    /// <summary>All values that the field ever had, as far as the ledger knows, empty ones as <c>""</c>.</summary>
    public IReadOnlySet<string> Known => _known;

    /// <summary>Takes in the next entry of the ledger.</summary>
    public void Add(ValueChange change)
    {
        _known.Add(change.OldValue ?? "");
        _known.Add(change.NewValue ?? "");
        _newest = change.NewValue;
        _newestJob = Math.Max(_newestJob, change.JobId);
        if (change.Kind == LedgerKind.Accepted)
            _written.Add(change);
        else
            Remove(change.ProposalId);
    }

    /// <summary>The value that is to be written over.</summary>
    /// <param name="seen">What a job saw. If the ledger does not know it, it is the owner's, who has put it into the catalog since, and holds; unless a later job has written.</param>
    /// <param name="job">The job's number.</param>
    public string? Before(string? seen, long job)
        => _known.Count > 0 && (_known.Contains(seen ?? "") || job < _newestJob || string.IsNullOrWhiteSpace(seen) && InForce is not null) ? _newest : seen;

    /// <summary>Takes a value back, wherever it lies. If it is in force, the one that it was written over holds again; else the value stays, and the one above it lies on the one below from then on.</summary>
    /// <returns>It, and the field's value before and after; <c>null</c> if there is none of that proposal.</returns>
    public (ValueChange Change, string? Before, string? After)? TakeBack(long proposalId)
    {
        bool isInForce = InForce?.ProposalId == proposalId;
        string? before = _newest;
        if (Remove(proposalId) is not { } taken)
            return null;
        if (isInForce)
            _newest = taken.OldValue;
        return (taken, before, _newest);
    }

    /// <summary>Takes back what lies on top, as long as it is of a run.</summary>
    /// <returns>What is taken back, the newest first.</returns>
    public List<(ValueChange Change, string? Before, string? After)> TakeBackRun(long runId)
    {
        var taken = new List<(ValueChange, string?, string?)>();
        while (Top is { } top && top.RunId == runId)
            taken.Add(TakeBack(top.ProposalId)!.Value);
        return taken;
    }

    /// <summary>Whether something of a run lies below what others wrote.</summary>
    public bool Holds(long runId) => _written.Exists(w => w.RunId == runId);

    private ValueChange? Top => _written.Count > 0 ? _written[^1] : null;

    private ValueChange? Remove(long proposalId)
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
}
