using System.Text.Json.Serialization;

namespace PhiVisionML.SemanticKernel.Answers;

/// <summary>How often a category was drawn.</summary>
/// <param name="Category">The category.</param>
/// <param name="Share">Its share of the drawn answers; 0 to 1. An estimate of how sure the model is, not of how often it is right.</param>
public sealed record CategoryShare([property: JsonPropertyName("category")] string Category, [property: JsonPropertyName("share")] double Share);
