using System.Text.Json.Serialization;

namespace PhiVisionML.SemanticKernel.Answers;

/// <summary>What a search found.</summary>
/// <param name="Products">The products, best first; null if there is no answer.</param>
public sealed record CatalogSearchResult(
    [property: JsonPropertyName("products"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ListedProduct>? Products = null) : SkillAnswer;
