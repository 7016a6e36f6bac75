using System.Text.Json;
using Microsoft.Extensions.AI;

namespace PhiVisionML.Chat.Tools;

/// <summary>
/// Tools, their calls and their results as the model reads them: JSON, in which no text can pass for another tool's. The model writes
/// its calls in the same form.
/// </summary>
internal static class ToolText
{
    /// <summary>Names the tool that is called.</summary>
    public const string Tool = "tool";

    /// <summary>What a tool is called with.</summary>
    public const string Arguments = "arguments";

    /// <summary>In place of a tool's name: no tool is called.</summary>
    public const string None = "none";

    /// <summary>Asks for the answer of the model's own, after it chose to call nothing.</summary>
    public const string AskForAnswer = "Answer now, without a tool.";

    private static readonly JsonSerializerOptions OneLine = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    /// <summary>The choice to call nothing.</summary>
    public static string NoCall { get; } = $$"""{"{{Tool}}":"{{None}}"}""";

    /// <summary>A value in one line.</summary>
    public static string Of(object? value) => JsonSerializer.Serialize(value, OneLine);

    /// <summary>What can be called, and how.</summary>
    /// <param name="tools">The tools.</param>
    /// <param name="mostCalls">Most calls at once; above 1 they are a list.</param>
    public static string List(IEnumerable<AIFunctionDeclaration> tools, int mostCalls)
    {
        string call = $$$"""{"{{{Tool}}}":"its name","{{{Arguments}}}":{…}}""";
        string use = mostCalls == 1 ? $"a tool, answer {call}" : $"tools, answer with a list of 1 to {mostCalls} calls, [{call},…],";
        string how = $"To use {use} and nothing else. The result follows. If you need no tool, answer {NoCall}; then you are asked for your answer.";
        return string.Join('\n', ["You can use these tools:", .. tools.Select(Describe), how]);
    }

    /// <summary>Calls that were made at once.</summary>
    public static string Calls(IReadOnlyList<FunctionCallContent> calls)
    {
        object[] made = [.. calls.Select(call => new Dictionary<string, object?> { [Tool] = call.Name, [Arguments] = call.Arguments ?? new Dictionary<string, object?>() })];
        return Of(made.Length == 1 ? made[0] : made);
    }

    /// <summary>What a tool gave back.</summary>
    public static string Result(string tool, object? result) => Of(new Dictionary<string, object?> { [Tool] = tool, ["result"] = Value(result) });

    // Most tools give their JSON as a text; within another text every quote of it would be escaped.
    private static object? Value(object? result)
    {
        try
        {
            return result switch
            {
                string text when text.AsSpan().TrimStart() is ['{' or '[', ..] => JsonElement.Parse(text),
                JsonElement { ValueKind: JsonValueKind.String } text => Value(text.GetString()),
                _ => result,
            };
        }
        catch (JsonException)
        {
            return result;
        }
    }

    private static string Describe(AIFunctionDeclaration tool)
    {
        var parts = new Dictionary<string, object?> { ["name"] = tool.Name };
        if (!string.IsNullOrEmpty(tool.Description))
            parts["description"] = tool.Description;
        parts["parameters"] = tool.JsonSchema;
        return Of(parts);
    }
}
