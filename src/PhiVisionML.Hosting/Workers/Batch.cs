using PhiVisionML.Enrichment.Jobs;

namespace PhiVisionML.Hosting.Workers;

/// <summary>Jobs that are answered together. Thread-safe.</summary>
internal sealed class Batch : IDisposable
{
    private readonly CancellationTokenSource _cancellation;
    private readonly Dictionary<long, JobEnd> _ends = [];
    private readonly Lock _gate = new();
    private bool _isDisposed;

    public Batch(IReadOnlyList<LeasedJob> jobs, CancellationToken cancellation)
    {
        Jobs = jobs;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Cancellation = _cancellation.Token;
    }

    public IReadOnlyList<LeasedJob> Jobs { get; }

    /// <summary>Ends the work: the worker stops, or all jobs that were still open are somebody else's now.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The jobs that the worker still has to end.</summary>
    public IReadOnlyList<LeasedJob> Open
    {
        get
        {
            lock (_gate)
                return [.. Jobs.Where(job => !_ends.ContainsKey(job.Id))];
        }
    }

    /// <summary>How many jobs ended so; those that are still open count as lost.</summary>
    public int Count(JobEnd end)
    {
        lock (_gate)
            return _ends.Values.Count(each => each == end) + (end == JobEnd.Lost ? Jobs.Count - _ends.Count : 0);
    }

    /// <summary>Ends jobs. A lease that seems lost may be one that ended with an answer a moment ago: the larger end holds.</summary>
    public void End(JobEnd end, params IEnumerable<LeasedJob> jobs)
    {
        lock (_gate)
        {
            foreach (var job in jobs)
                _ends[job.Id] = (JobEnd)Math.Max((int)end, (int)_ends.GetValueOrDefault(job.Id));
            if (end == JobEnd.Lost && _ends.Count == Jobs.Count && !_isDisposed)
                _ = _cancellation.CancelAsync();   // calls back on other threads, not under this lock
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _isDisposed = true;
        _cancellation.Dispose();
    }
}
