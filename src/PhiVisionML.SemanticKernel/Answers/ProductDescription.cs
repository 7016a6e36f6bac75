using System.Text.Json.Serialization;

namespace PhiVisionML.SemanticKernel.Answers;

/// <summary>A product as its picture shows it.</summary>
/// <param name="Title">The title that a catalog would give it; null where the model tells none.</param>
/// <param name="Category">The category; null where the model tells none.</param>
/// <param name="Price">The price; null where the model tells none.</param>
/// <param name="Currency">What the price is in; null where nobody said so.</param>
/// <param name="Other">The other fields of the model's template, by name; null if it has none.</param>
public sealed record ProductDescription(
    [property: JsonPropertyName("title"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Title = null,
    [property: JsonPropertyName("category"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Category = null,
    [property: JsonPropertyName("price"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Price = null,
    [property: JsonPropertyName("currency"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Currency = null,
    [property: JsonPropertyName("other"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Other = null) : SkillAnswer;
