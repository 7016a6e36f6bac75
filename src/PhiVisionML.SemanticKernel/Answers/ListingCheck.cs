using System.Text.Json.Serialization;

namespace PhiVisionML.SemanticKernel.Answers;

/// <summary>A listing beside its picture.</summary>
/// <param name="Agrees">Whether every field that was checked agrees; null if there is no answer.</param>
/// <param name="Fields">The fields that were checked.</param>
public sealed record ListingCheck(
    [property: JsonPropertyName("agrees"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Agrees = null,
    [property: JsonPropertyName("fields"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FieldCheck>? Fields = null) : SkillAnswer;
