using PhiVisionML.Training.Samples;

namespace PhiVisionML.Training.Tests.Checkpoints;

/// <summary>Stands for a killed process: after some rows, reading one fails.</summary>
internal sealed class FailingSource(ISampleSource rows, int readsBeforeFailure) : ISampleSource
{
    private int _reads;

    public int Count => rows.Count;

    public SampleSize Size(int index) => rows.Size(index);

    public uint Checksum(int index) => rows.Checksum(index);

    public TrainingSample Get(int index) => Interlocked.Increment(ref _reads) <= readsBeforeFailure ? rows.Get(index) : throw new IOException("The disk has gone.");
}
