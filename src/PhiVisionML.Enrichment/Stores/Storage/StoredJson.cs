using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PhiVisionML.Enrichment.Answers;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Enrichment.Runs;

namespace PhiVisionML.Enrichment.Stores.Storage;

/// <summary>What is stored whole, as JSON: products, answers, settings of runs.</summary>
[JsonSerializable(typeof(EnrichmentProduct))]
[JsonSerializable(typeof(ProductAnswer))]
[JsonSerializable(typeof(EnrichmentRunSettings))]
internal sealed partial class StoredJson : JsonSerializerContext
{
    /// <summary>It is never put into a web page as it is: letters stay letters.</summary>
    public static readonly StoredJson Compact = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new StorableTextConverter(), new JsonStringEnumConverter<FieldMode>() },
    });
}
