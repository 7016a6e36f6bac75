using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace PhiVisionML.SemanticKernel;

/// <summary>
/// A response format in JSON: a name or a schema. Semantic Kernel writes settings as JSON on their way to a request, and a type gets
/// through as its schema.
/// </summary>
internal sealed class ResponseFormatConverter : JsonConverter<object>
{
    public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => reader.TokenType == JsonTokenType.String ? reader.GetString() : JsonElement.ParseValue(ref reader);

    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case Type type:
                ChatResponseFormat.ForJsonSchema(type).Schema!.Value.WriteTo(writer);
                break;
            case JsonElement schema:
                schema.WriteTo(writer);
                break;
            default:
                writer.WriteStringValue((string)value);
                break;
        }
    }
}
