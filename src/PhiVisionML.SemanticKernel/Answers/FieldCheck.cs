using System.Text.Json.Serialization;

namespace PhiVisionML.SemanticKernel.Answers;

/// <summary>One field of a listing beside what the picture shows.</summary>
/// <param name="Field"><c>title</c>, <c>category</c> or <c>price</c>.</param>
/// <param name="Listed">What the listing says.</param>
/// <param name="Seen">What the model sees.</param>
/// <param name="Agrees">Whether the two go together.</param>
/// <param name="Remark">How far they are apart.</param>
public sealed record FieldCheck(
    [property: JsonPropertyName("field")] string Field,
    [property: JsonPropertyName("listed")] string Listed,
    [property: JsonPropertyName("seen")] string Seen,
    [property: JsonPropertyName("agrees")] bool Agrees,
    [property: JsonPropertyName("remark")] string Remark);
