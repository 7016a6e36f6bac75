using PhiVisionML.Enrichment.Jobs;

namespace PhiVisionML.Hosting.Workers;

/// <summary>Jobs that are answered together. Thread-safe.</summary>
internal sealed class Batch : IDisposable
{
    private readonly CancellationTokenSource _cancellation;
    private readonly Dictionary<long, JobEnd> _ends = [];
    private readonly Lock _gate = new();
    private long? _asked;
    private bool _isBegun, _isDisposed;

    public Batch(IReadOnlyList<LeasedJob> jobs, CancellationToken cancellation)
    {
        Jobs = jobs;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Cancellation = _cancellation.Token;
    }

    public IReadOnlyList<LeasedJob> Jobs { get; }

    /// <summary>Ends the work: the worker stops, the batch is called back, or all jobs that were still open are somebody else's now.</summary>
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

    /// <summary>The enricher is asked.</summary>
    /// <param name="now">A time stamp.</param>
    public void BeginCall(long now)
    {
        lock (_gate)
            (_asked, _isBegun) = (now, true);
    }

    /// <summary>The enricher has ended the call.</summary>
    public void EndCall()
    {
        lock (_gate)
            _asked = null;
    }

    /// <summary>How long the enricher has been asked for; zero if it is not.</summary>
    public TimeSpan CallAge(TimeProvider time)
    {
        lock (_gate)
            return _asked is { } start ? time.GetElapsedTime(start) : TimeSpan.Zero;
    }

    /// <summary>Ends the work if the enricher was not asked yet.</summary>
    public void CallBack()
    {
        lock (_gate)
        {
            if (!_isBegun && !_isDisposed)
                _ = _cancellation.CancelAsync();
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _isDisposed = true;
        _cancellation.Dispose();
    }
}
