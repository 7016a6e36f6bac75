using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PhiVisionML.Review.Queue;

/// <summary>How answers are written: names in camel case, texts as they are, no members without a value.</summary>
[JsonSerializable(typeof(EnqueueAnswer))]
[JsonSerializable(typeof(RunList))]
[JsonSerializable(typeof(RunAnswer))]
[JsonSerializable(typeof(ProductStatus))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class QueueJson : JsonSerializerContext
{
    public static QueueJson Own { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,   // nobody puts these answers into a page
    });
}
