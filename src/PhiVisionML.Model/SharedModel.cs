namespace PhiVisionML.Model;

/// <summary>One loaded model and the gate through which its users enter one at a time.</summary>
internal sealed class SharedModel(Func<PhiVisionModel> load) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private PhiVisionModel? _model;

    /// <summary>Leases out; guarded by the cache's lock.</summary>
    public int Leases { get; set; }

    public T Use<T>(Func<PhiVisionModel, T> work, CancellationToken cancellationToken)
    {
        _gate.Wait(cancellationToken);
        try
        {
            return work(_model ??= load());
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Waits for work under way, then releases the weights.</summary>
    public void Dispose()
    {
        _gate.Wait();
        _model?.Dispose();
        _model = null;
        _gate.Dispose();
    }
}
