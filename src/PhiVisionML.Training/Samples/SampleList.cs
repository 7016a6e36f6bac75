namespace PhiVisionML.Training.Samples;

/// <summary>Rows in memory.</summary>
/// <param name="samples">The rows; the list must not change afterwards.</param>
public sealed class SampleList(IReadOnlyList<TrainingSample> samples) : ISampleSource
{
    /// <inheritdoc/>
    public int Count => samples.Count;

    /// <inheritdoc/>
    public SampleSize Size(int index) => samples[index].Size;

    /// <inheritdoc/>
    public uint Checksum(int index) => SampleRecord.Checksum(SampleRecord.Write(samples[index]));

    /// <inheritdoc/>
    public TrainingSample Get(int index) => samples[index];
}
