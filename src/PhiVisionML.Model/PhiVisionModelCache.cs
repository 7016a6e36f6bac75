using Microsoft.Extensions.Logging;

namespace PhiVisionML.Model;

/// <summary>Lets everything in a process that works on one base share one copy of its weights.</summary>
/// <remarks>Thread-safe. A model is loaded at its first use and released when the last lease on it is disposed.</remarks>
public sealed class PhiVisionModelCache
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Folder, PhiVisionModelOptions Options), SharedModel> _models = [];

    /// <summary>The process's own cache.</summary>
    public static PhiVisionModelCache Shared { get; } = new();

    /// <summary>Takes a lease. Nothing is loaded yet.</summary>
    /// <param name="folder">A model folder.</param>
    /// <param name="options">Device and precision; leases with equal options share.</param>
    /// <param name="logger">Receives the loader's lines if this lease is the first to use the model.</param>
    public ModelLease Acquire(string folder, PhiVisionModelOptions? options = null, ILogger? logger = null)
    {
        var key = (Path.GetFullPath(folder), options ?? new PhiVisionModelOptions());
        lock (_lock)
        {
            if (!_models.TryGetValue(key, out var shared))
                _models.Add(key, shared = new SharedModel(() => PhiVisionModel.Load(key.Item1, key.Item2, logger)));
            shared.Leases++;
            return new ModelLease(shared, () => Release(key, shared));
        }
    }

    private void Release((string, PhiVisionModelOptions) key, SharedModel shared)
    {
        lock (_lock)
        {
            if (--shared.Leases > 0)
                return;
            _models.Remove(key);
        }

        shared.Dispose();
    }
}
