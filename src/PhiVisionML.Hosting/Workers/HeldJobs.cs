using System.Collections.Concurrent;
using PhiVisionML.Enrichment.Jobs;

namespace PhiVisionML.Hosting.Workers;

/// <summary>The jobs whose leases a worker holds.</summary>
internal sealed class HeldJobs
{
    private readonly ConcurrentDictionary<long, (LeasedJob Job, Batch Batch)> _jobs = new();

    public bool IsEmpty => _jobs.IsEmpty;

    public IReadOnlyList<LeasedJob> All => [.. _jobs.Values.Select(held => held.Job)];

    public void Add(Batch batch)
    {
        foreach (var job in batch.Jobs)
            _jobs[job.Id] = (job, batch);
    }

    public void Remove(Batch batch)
    {
        foreach (var job in batch.Jobs)
            _jobs.TryRemove(new(job.Id, (job, batch)));   // not the same job that was claimed anew meanwhile
    }

    /// <summary>Drops what is somebody else's now.</summary>
    /// <param name="asked">The jobs that were to be renewed.</param>
    /// <param name="kept">The ids of those that were.</param>
    public void Drop(IReadOnlyList<LeasedJob> asked, IReadOnlySet<long> kept)
    {
        foreach (var job in asked.Where(job => !kept.Contains(job.Id)))
        {
            if (_jobs.TryGetValue(job.Id, out var held) && held.Job.Lease == job.Lease)
                held.Batch.Lose(job);
        }
    }
}
