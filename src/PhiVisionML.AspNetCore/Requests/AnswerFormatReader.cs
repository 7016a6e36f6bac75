using Microsoft.Extensions.AI;
using PhiVisionML.AspNetCore.Errors;

namespace PhiVisionML.AspNetCore.Requests;

/// <summary>Reads what an answer may be: OpenAI's <c>response_format</c>, and vLLM's <c>structured_outputs</c> for regular expressions and choices.</summary>
internal static class AnswerFormatReader
{
    public static void ReadResponseFormat(RequestValue value, ChatOptions options)
        => options.ResponseFormat = value.Required("type").OneOf("text", "json_object", "json_schema") switch
        {
            "text" => ChatResponseFormat.Text,
            "json_object" => ChatResponseFormat.Json,
            _ => Schema(value.Required("json_schema")),
        };

    public static void ReadStructuredOutputs(RequestValue value, ChatOptions options)
    {
        foreach (var (name, format) in value.Members())
        {
            object wanted = name switch
            {
                "regex" => format.Text(),
                "choice" => Choices(format),
                _ => throw ApiException.Invalid(format.Path, $"'{format.Path}' is not supported; there are regex and choice, and response_format for JSON."),
            };
            (options.AdditionalProperties ??= [])[name] = wanted;
        }
    }

    private static string[] Choices(RequestValue value)
    {
        string[] choices = [.. value.Items().Select(item => item.Text())];
        return choices.Length > 0 && choices.All(choice => choice.Length > 0) ? choices : throw value.Wrong("a list of texts, at least one, none of them empty");
    }

    // "strict" has nothing to say here: a schema is always enforced.
    private static ChatResponseFormatJson Schema(RequestValue value)
        => ChatResponseFormat.ForJsonSchema(value.Required("schema").RequireObject().Json.Clone(), value.Optional("name")?.Text(), value.Optional("description")?.Text());
}
