namespace PhiVisionML.Hosting.Workers;

/// <summary>Signs of life of a worker, for whoever watches it.</summary>
/// <param name="time">The clock.</param>
public sealed class WorkerPulse(TimeProvider time)
{
    private long _beat = time.GetTimestamp();
    private volatile string? _storeFailure, _enricherFailure;
    private volatile bool _isReady;

    /// <summary>Time since the worker's loop went round last.</summary>
    public TimeSpan SinceLastBeat => time.GetElapsedTime(Volatile.Read(ref _beat));

    /// <summary>Whether the model was loaded and the store opened.</summary>
    public bool IsReady => _isReady;

    /// <summary>Why the store cannot be reached; <c>null</c> if it can.</summary>
    public string? StoreFailure => _storeFailure;

    /// <summary>Why nobody answers; <c>null</c> if somebody does.</summary>
    public string? EnricherFailure => _enricherFailure;

    internal void Beat() => Volatile.Write(ref _beat, time.GetTimestamp());

    internal void BecomeReady() => _isReady = true;

    internal void StoreAnswered() => _storeFailure = null;

    internal void StoreFailed(Exception failure) => _storeFailure = failure.Message;

    internal void EnricherAnswered() => _enricherFailure = null;

    internal void EnricherFailed(Exception failure) => _enricherFailure = failure.Message;
}
