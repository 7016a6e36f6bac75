namespace PhiVisionML.Model;

/// <summary>A share in a loaded model; dispose it to give the share back.</summary>
public sealed class ModelLease : IDisposable
{
    private readonly SharedModel _model;
    private Action? _release;

    internal ModelLease(SharedModel model, Action release)
    {
        _model = model;
        _release = release;
    }

    /// <summary>Works with the model while nobody else does. The first use loads it.</summary>
    /// <param name="work">What to do; must not keep the model.</param>
    /// <param name="cancellationToken">Gives up waiting for the turn.</param>
    /// <returns>What <paramref name="work"/> returns.</returns>
    /// <exception cref="ObjectDisposedException">The lease was disposed.</exception>
    public T Use<T>(Func<PhiVisionModel, T> work, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_release is null, this);
        return _model.Use(work, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
