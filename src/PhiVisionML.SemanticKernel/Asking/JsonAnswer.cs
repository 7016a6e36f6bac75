using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Asking;

namespace PhiVisionML.SemanticKernel.Asking;

/// <summary>A template's answer as JSON, for models that know nothing of the template. PhiVisionML.Hosting compiles this file, too.</summary>
internal static class JsonAnswer
{
    /// <summary>A property for each field, all of them required; choices are lists of values.</summary>
    /// <param name="question">Template and choices.</param>
    /// <param name="currency">What prices are in; null if unknown.</param>
    public static ChatResponseFormat Format(ProductQuestion question, string? currency)
    {
        var properties = new JsonObject();
        foreach (var field in question.Template.Fields)
            properties.Add(field.Name, Property(field, question, currency));
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. question.Template.Fields.Select(field => (JsonNode)field.Name)]),
            ["additionalProperties"] = false,
        };
        return ChatResponseFormat.ForJsonSchema(JsonSerializer.SerializeToElement(schema), "product", "The product that the picture shows, as a shop's catalog lists it");
    }

    /// <summary>Reads the fields back.</summary>
    /// <exception cref="FormatException">The text is not such an answer.</exception>
    public static IReadOnlyDictionary<string, string> Read(string text, ProductQuestion question)
    {
        try
        {
            var answer = JsonElement.Parse(text);
            return question.Template.Fields.ToDictionary(field => field.Name, field => Value(answer, field, question));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or AnswerRenderException)
        {
            throw new FormatException($"The model did not answer with the product's fields as JSON ({e.Message}) It said: {text}", e);
        }
    }

    private static string Value(JsonElement answer, AnswerField field, ProductQuestion question)
    {
        var value = answer.GetProperty(field.Name);
        string text = (value.ValueKind, field.Kind) switch
        {
            (JsonValueKind.String, _) => field.Normalize(value.GetString()),
            // A number of JSON has a point and no thousands, so it is not read as people write prices.
            (JsonValueKind.Number, AnswerFieldKind.Price or AnswerFieldKind.Number) when value.TryGetDecimal(out decimal number) => NumberFormat.Render(number, field.Decimals),
            _ => throw new AnswerRenderException(field.Name, $"'{field.Name}' is {value.GetRawText()}, which is no {(field.Kind is AnswerFieldKind.Price or AnswerFieldKind.Number ? "number" : "text")}."),
        };
        return field.Kind != AnswerFieldKind.Choice || question.Choices[field.Name].Contains(text) ? text
            : throw new AnswerRenderException(field.Name, $"'{text}' is none of the values of '{field.Name}'.");
    }

    private static JsonObject Property(AnswerField field, ProductQuestion question, string? currency) => field.Kind switch
    {
        AnswerFieldKind.Choice => new() { ["type"] = "string", ["enum"] = new JsonArray([.. question.Choices[field.Name].Select(value => (JsonNode)value)]) },
        AnswerFieldKind.Price => new() { ["type"] = "number", ["description"] = currency is null ? "The price" : $"The price in {currency}" },
        AnswerFieldKind.Number => new() { ["type"] = "number" },
        _ => new() { ["type"] = "string" },
    };
}
