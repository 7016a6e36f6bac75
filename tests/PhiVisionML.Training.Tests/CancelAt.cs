namespace PhiVisionML.Training.Tests;

/// <summary>Cancels a run when it reports a step.</summary>
internal sealed class CancelAt(int step) : IProgress<TrainingProgress>, IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public CancellationToken Token => _source.Token;

    public void Report(TrainingProgress value)
    {
        if (value.Step == step)
            _source.Cancel();
    }

    public void Dispose() => _source.Dispose();
}
