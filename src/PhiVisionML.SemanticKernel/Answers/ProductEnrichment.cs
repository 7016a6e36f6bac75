using System.Text.Json.Serialization;

namespace PhiVisionML.SemanticKernel.Answers;

/// <summary>What is proposed for a product's empty fields.</summary>
/// <param name="Sku">The product; null if there is no answer.</param>
/// <param name="Missing">The fields that are empty in the catalog.</param>
/// <param name="Proposed">A value for each of them, by field; null if a job will find them. The catalog is not changed.</param>
/// <param name="Job">What the job is called that will fill them in; null if they are proposed here.</param>
public sealed record ProductEnrichment(
    [property: JsonPropertyName("sku"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Sku = null,
    [property: JsonPropertyName("missing"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Missing = null,
    [property: JsonPropertyName("proposed"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Proposed = null,
    [property: JsonPropertyName("job"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Job = null) : SkillAnswer;
