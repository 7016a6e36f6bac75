namespace PhiVisionML.Training.Samples;

/// <summary>A row cannot be learned from as it is.</summary>
public sealed class SampleRefusedException : Exception
{
    /// <summary>Names the row and the reason.</summary>
    /// <param name="sampleId">The row's name.</param>
    /// <param name="message">What is wrong, with the numbers and the remedy.</param>
    public SampleRefusedException(string sampleId, string message)
        : base(message) => SampleId = sampleId;

    /// <summary>The row's name.</summary>
    public string SampleId { get; }
}
