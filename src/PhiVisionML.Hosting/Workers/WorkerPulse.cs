namespace PhiVisionML.Hosting.Workers;

/// <summary>Signs of life of a worker, for whoever watches it.</summary>
/// <param name="time">The clock.</param>
public sealed class WorkerPulse(TimeProvider time)
{
    private long _beat = time.GetTimestamp();
    private volatile string? _storeFailure, _enricherFailure, _hang;
    private volatile bool _isReady, _isStopping;

    /// <summary>Time since the worker's last sign of life; it gives three or more in the time of a lease.</summary>
    public TimeSpan SinceLastBeat => time.GetElapsedTime(Volatile.Read(ref _beat));

    /// <summary>Whether the model was loaded and the store opened.</summary>
    public bool IsReady => _isReady;

    /// <summary>Whether the worker stops, or has.</summary>
    public bool IsStopping => _isStopping;

    /// <summary>Why the store cannot be reached; <c>null</c> if it can.</summary>
    public string? StoreFailure => _storeFailure;

    /// <summary>Why nobody answers; <c>null</c> if somebody does.</summary>
    public string? EnricherFailure => _enricherFailure;

    /// <summary>Why the worker is taken to hang (<see cref="CatalogEnrichmentOptions.BatchTimeout"/>); <c>null</c> if it is not.</summary>
    public string? Hang => _hang;

    internal void Beat() => Volatile.Write(ref _beat, time.GetTimestamp());

    internal void BecomeReady() => _isReady = true;

    internal void Stop() => _isStopping = true;

    internal void Hangs(string? why) => _hang = why;

    internal void StoreAnswered() => _storeFailure = null;

    internal void StoreFailed(Exception failure) => _storeFailure = failure.Message;

    internal void EnricherAnswered() => _enricherFailure = null;

    internal void EnricherFailed(Exception failure) => _enricherFailure = failure.Message;
}
