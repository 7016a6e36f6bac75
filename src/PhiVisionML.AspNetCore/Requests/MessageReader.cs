using System.Text.Json;
using Microsoft.Extensions.AI;
using PhiVisionML.AspNetCore.Errors;

namespace PhiVisionML.AspNetCore.Requests;

/// <summary>Reads the conversation.</summary>
internal static class MessageReader
{
    private const int MostDepth = 60;   // in the prompt the arguments stand within a call, and 64 can be written

    private static readonly Dictionary<string, (ChatRole Role, string[] Fields)> Roles = new()
    {
        ["system"] = (ChatRole.System, ["role", "content", "name"]),
        ["developer"] = (ChatRole.System, ["role", "content", "name"]),
        ["user"] = (ChatRole.User, ["role", "content", "name"]),
        ["assistant"] = (ChatRole.Assistant, ["role", "content", "name", "tool_calls"]),
        ["tool"] = (ChatRole.Tool, ["role", "content", "tool_call_id"]),
    };

    /// <exception cref="ApiException">Something is not as it must be; its place is named (400).</exception>
    public static IReadOnlyList<ChatMessage> Read(RequestValue messages)
    {
        ChatMessage[] read = [.. messages.Items().Select(Message)];
        return read.Length > 0 ? read : throw messages.Wrong("a list of at least one message");
    }

    private static ChatMessage Message(RequestValue message)
    {
        var (role, fields) = Roles[message.Required("role").OneOf([.. Roles.Keys])];
        foreach (var (name, value) in message.Members())
            if (!fields.Contains(name) && !value.IsEmpty)   // an answer is sent back with its empty fields
                throw ApiException.Invalid(value.Path, $"'{value.Path}' is not supported; leave it out.");
        return new ChatMessage(role, role == ChatRole.Tool ? [Result(message)] : role == ChatRole.Assistant ? Answer(message) : ContentReader.Read(message.Required("content")))
        {
            AuthorName = message.Optional("name")?.Text(),
        };
    }

    private static FunctionResultContent Result(RequestValue message)
    {
        var content = message.Required("content");
        var parts = ContentReader.Read(content);
        return parts.All(part => part is TextContent)
            ? new FunctionResultContent(message.Required("tool_call_id").Text(), string.Concat(parts.Cast<TextContent>().Select(text => text.Text)))
            : throw ApiException.Invalid(content.Path, $"'{content.Path}' has a picture; the result of a tool is text. Send pictures in a message of the user.");
    }

    private static List<AIContent> Answer(RequestValue message)
    {
        List<AIContent> contents = message.Optional("content") is { } content ? ContentReader.Read(content) : [];
        if (message.Optional("tool_calls") is { } calls)
            contents.AddRange(calls.Items().Select(Call));
        return contents.Count > 0 ? contents : throw ApiException.Invalid(message.Path, $"'{message.Path}' has neither content nor tool_calls.");
    }

    private static FunctionCallContent Call(RequestValue call)
    {
        call.Required("type").OneOf("function");
        var function = call.Required("function");
        return new FunctionCallContent(call.Required("id").Text(), ToolReader.FunctionName(function), Arguments(function.Required("arguments")));
    }

    private static Dictionary<string, object?> Arguments(RequestValue value)
    {
        string text = value.Text();
        try
        {
            using var arguments = JsonDocument.Parse(text.Length == 0 ? "{}" : text, new JsonDocumentOptions { MaxDepth = MostDepth });
            return arguments.RootElement.ValueKind == JsonValueKind.Object
                ? arguments.RootElement.EnumerateObject().ToDictionary(argument => argument.Name, argument => (object?)argument.Value.Clone())
                : throw value.Wrong("a text that holds a JSON object");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)   // no JSON; half a character; a name twice
        {
            throw value.Wrong($"a text that holds a JSON object, at most {MostDepth} deep");
        }
    }
}
