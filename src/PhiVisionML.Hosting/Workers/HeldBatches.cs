using System.Collections.Concurrent;
using PhiVisionML.Enrichment.Jobs;

namespace PhiVisionML.Hosting.Workers;

/// <summary>The batches whose leases a worker holds. Thread-safe.</summary>
internal sealed class HeldBatches
{
    private readonly ConcurrentDictionary<Batch, bool> _batches = new();

    public bool IsEmpty => _batches.IsEmpty;

    public IReadOnlyCollection<Batch> All => [.. _batches.Keys];

    public IReadOnlyList<LeasedJob> Jobs => [.. _batches.Keys.SelectMany(batch => batch.Open)];

    public void Add(Batch batch) => _batches[batch] = true;

    public void Remove(Batch batch) => _batches.TryRemove(batch, out _);

    /// <summary>Drops what is somebody else's now.</summary>
    /// <param name="asked">The jobs that were to be renewed.</param>
    /// <param name="kept">The ids of those that were.</param>
    public void Drop(IReadOnlyList<LeasedJob> asked, IReadOnlySet<long> kept)
    {
        var lost = asked.Where(job => !kept.Contains(job.Id)).ToHashSet();
        foreach (var batch in _batches.Keys)
        {
            if (batch.Open.Where(lost.Contains).ToArray() is { Length: > 0 } gone)
                batch.End(JobEnd.Lost, gone);
        }
    }
}
