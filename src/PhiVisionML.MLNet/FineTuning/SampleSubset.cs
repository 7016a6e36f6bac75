using PhiVisionML.Training.Samples;

namespace PhiVisionML.MLNet.FineTuning;

/// <summary>Some rows of a source.</summary>
internal sealed class SampleSubset(ISampleSource source, IReadOnlyList<int> rows) : ISampleSource
{
    public int Count => rows.Count;

    public SampleSize Size(int index) => source.Size(rows[index]);

    public TrainingSample Get(int index) => source.Get(rows[index]);
}
