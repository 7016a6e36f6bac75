using PhiVisionML.Enrichment.Jobs;

namespace PhiVisionML.Hosting.Workers;

/// <summary>Jobs that are answered together.</summary>
internal sealed class Batch : IDisposable
{
    private readonly CancellationTokenSource _cancellation;
    private readonly HashSet<long> _lost = [];
    private readonly Lock _gate = new();
    private bool _isDisposed;

    public Batch(IReadOnlyList<LeasedJob> jobs, CancellationToken cancellation)
    {
        Jobs = jobs;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    public IReadOnlyList<LeasedJob> Jobs { get; }

    /// <summary>Ends the work: the worker stops, or all of the jobs are somebody else's now.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    public bool IsLost
    {
        get
        {
            lock (_gate)
                return _lost.Count == Jobs.Count;
        }
    }

    public void Lose(LeasedJob job)
    {
        lock (_gate)
        {
            _lost.Add(job.Id);
            if (_lost.Count == Jobs.Count && !_isDisposed)
                _cancellation.Cancel();
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _isDisposed = true;
        _cancellation.Dispose();
    }
}
