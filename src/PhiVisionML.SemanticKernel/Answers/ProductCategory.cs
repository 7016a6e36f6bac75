using System.Text.Json.Serialization;

namespace PhiVisionML.SemanticKernel.Answers;

/// <summary>The category of a product.</summary>
/// <param name="Category">The likeliest one; null if there is no answer.</param>
/// <param name="Draws">Of how many drawn answers the shares are; 0 if none was drawn.</param>
/// <param name="Shares">Each category among the drawn answers with its share, the most frequent first; null if none was drawn.</param>
public sealed record ProductCategory(
    [property: JsonPropertyName("category"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Category = null,
    [property: JsonPropertyName("draws")] int Draws = 0,
    [property: JsonPropertyName("shares"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<CategoryShare>? Shares = null) : SkillAnswer;
