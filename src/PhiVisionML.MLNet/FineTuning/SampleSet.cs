using PhiVisionML.Training.Samples;

namespace PhiVisionML.MLNet.FineTuning;

/// <summary>The rows of one view, ready for the trainer.</summary>
/// <param name="Samples">The rows that can be used.</param>
/// <param name="Values">For each of them the fields' values as the template writes them, in its order.</param>
/// <param name="Refused">The rows that cannot.</param>
internal sealed record SampleSet(SampleCache Samples, IReadOnlyList<IReadOnlyList<string>> Values, IReadOnlyList<RefusedRow> Refused) : IDisposable
{
    public void Dispose() => Samples.Dispose();
}
