using PhiVisionML.Model;
using PhiVisionML.Training.Samples;

namespace PhiVisionML.MLNet.FineTuning;

/// <summary>Some rows of a source.</summary>
internal sealed class SampleSubset(ISampleSource source, IReadOnlyList<int> rows) : ISampleSource
{
    public int Count => rows.Count;

    /// <summary>Draws at most so many rows; they keep their order.</summary>
    public static SampleSubset Draw(ISampleSource source, int most, long seed)
        => new(source, [.. SplitMix64.For(seed).Permutation(source.Count).Take(most).Order()]);

    public SampleSize Size(int index) => source.Size(rows[index]);

    public uint Checksum(int index) => source.Checksum(rows[index]);

    public TrainingSample Get(int index) => source.Get(rows[index]);
}
