using System.Text.Json.Serialization;

namespace PhiVisionML.SemanticKernel.Answers;

/// <summary>A product as the catalog lists it.</summary>
/// <param name="Sku">What the catalog calls it.</param>
/// <param name="Title">Its title; null if missing.</param>
/// <param name="Category">Its category; null if missing.</param>
/// <param name="Price">Its price as the catalog writes it; null if missing.</param>
/// <param name="HasPicture">Whether it has a picture.</param>
public sealed record ListedProduct(
    [property: JsonPropertyName("sku")] string Sku,
    [property: JsonPropertyName("title"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Title,
    [property: JsonPropertyName("category"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Category,
    [property: JsonPropertyName("price"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Price,
    [property: JsonPropertyName("has_picture")] bool HasPicture);
