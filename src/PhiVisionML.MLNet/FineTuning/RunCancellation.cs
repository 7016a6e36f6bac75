using Microsoft.ML.Runtime;
using PhiVisionML.MLNet.Interop;

namespace PhiVisionML.MLNet.FineTuning;

/// <summary>One token for both ways to cancel: the options' token, and <c>MLContext.CancelExecution</c>, which must be asked for.</summary>
internal sealed class RunCancellation(IHost host, CancellationToken token) : IDisposable
{
    private readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(token);

    public CancellationToken Token => _source.Token;

    /// <summary>Looks whether the context was cancelled meanwhile.</summary>
    public void Poll()
    {
        if (MLNetInterop.IsCanceled(host))
            _source.Cancel();
    }

    /// <exception cref="OperationCanceledException">The token or the context was cancelled.</exception>
    public void Check()
    {
        Poll();
        if (_source.IsCancellationRequested)
            throw host.Process(new OperationCanceledException("The fine-tuning was cancelled.", _source.Token));
    }

    public void Dispose() => _source.Dispose();
}
