using System.Text.Json.Serialization;

namespace PhiVisionML.SemanticKernel.Answers;

/// <summary>The price of a product.</summary>
/// <param name="Price">The likeliest one; null if there is no answer.</param>
/// <param name="Currency">What it is in; null where nobody said so.</param>
/// <param name="Draws">Of how many drawn answers lowest and highest are; 0 if none was drawn.</param>
/// <param name="Lowest">The lowest price among the drawn answers; null if none was drawn.</param>
/// <param name="Highest">The highest price among the drawn answers; null if none was drawn.</param>
public sealed record PriceEstimate(
    [property: JsonPropertyName("price"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Price = null,
    [property: JsonPropertyName("currency"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Currency = null,
    [property: JsonPropertyName("draws")] int Draws = 0,
    [property: JsonPropertyName("lowest"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Lowest = null,
    [property: JsonPropertyName("highest"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Highest = null) : SkillAnswer;
