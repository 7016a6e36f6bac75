namespace PhiVisionML.MLNet.Scoring;

/// <summary>A field as read from an answer.</summary>
/// <param name="Text">The value; empty where it could not be read.</param>
/// <param name="Number">A numeric field's value; null where it could not be read, and for other fields.</param>
/// <param name="Confidence">The probability of the value, 0 to 1; not-a-number where it could not be read.</param>
internal sealed record FieldAnswer(string Text, double? Number, float Confidence)
{
    /// <summary>Of a choice, what came second; null if there is none, or evidence is not wanted.</summary>
    public RunnerUp? RunnerUp { get; init; }
}
