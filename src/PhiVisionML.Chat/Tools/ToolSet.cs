using System.Text.Json;
using Microsoft.Extensions.AI;
using PhiVisionML.Chat.Formats;
using PhiVisionML.Model.Constraints;

namespace PhiVisionML.Chat.Tools;

/// <summary>The tools that a request offers to the model.</summary>
internal sealed class ToolSet
{
    /// <summary>Most calls at once, where several may be made.</summary>
    public const int MostCalls = 8;

    private ToolSet(AIFunctionDeclaration[] tools, RequiredChatToolMode? required, int mostCalls)
    {
        MayCallNone = required is null;
        Text = ToolText.List(tools, mostCalls);   // whichever may be called: so the prompt stays the same while the mode changes
        AIFunctionDeclaration[] callable = required?.RequiredFunctionName is { } name ? [.. tools.Where(tool => tool.Name == name)] : tools;
        var schema = ToolSchema.Of(callable, mostCalls, MayCallNone);
        Choice = new AnswerFormat((nameof(ToolSet), schema.GetRawText()), () =>
        {
            ToolSchema.Check(callable);
            return JsonSchemaGrammar.Of(schema);
        });
    }

    /// <summary>What the model reads of the tools; plain text.</summary>
    public string Text { get; }

    /// <summary>What the model may choose.</summary>
    public AnswerFormat Choice { get; }

    /// <summary>Whether the model may answer without a call.</summary>
    public bool MayCallNone { get; }

    /// <summary>The tools of a request; null where it offers none. What <see cref="Requests.UnsupportedOptions"/> refuses is not among them.</summary>
    /// <exception cref="ArgumentException">Tools cannot be told apart, or do not take an object.</exception>
    public static ToolSet? Read(ChatOptions? options)
    {
        if (options?.Tools is not { Count: > 0 } || options.ToolMode is NoneChatToolMode)
            return null;
        AIFunctionDeclaration[] tools = [.. options.Tools.OfType<AIFunctionDeclaration>()];
        foreach (var twice in tools.GroupBy(tool => tool.Name).Where(group => group.Count() > 1))
            throw new ArgumentException($"{twice.Count()} tools have the name '{twice.Key}'; the model calls a tool by its name, so give each its own.", nameof(options));
        if (tools.FirstOrDefault(tool => tool.Name is "" or ToolText.None) is { } nameless)
            throw new ArgumentException($"A tool has the name '{nameless.Name}'; the model calls a tool by its name, and '{ToolText.None}' means that it calls none.", nameof(options));
        return new ToolSet(tools, options.ToolMode as RequiredChatToolMode, options.AllowMultipleToolCalls == true ? MostCalls : 1);
    }

    /// <summary>The calls in what the model chose; none where it wants to answer itself.</summary>
    /// <param name="choice">A text of <see cref="Choice"/>.</param>
    public static IReadOnlyList<FunctionCallContent> Calls(string choice)
    {
        var chosen = JsonElement.Parse(choice);
        JsonElement[] calls = chosen.ValueKind == JsonValueKind.Array ? [.. chosen.EnumerateArray()] : [chosen];
        return [.. calls.Where(call => call.TryGetProperty(ToolText.Arguments, out _)).Select(Call)];
    }

    private static FunctionCallContent Call(JsonElement call)
    {
        var arguments = new Dictionary<string, object?>();
        foreach (var argument in call.GetProperty(ToolText.Arguments).EnumerateObject())
            arguments[argument.Name] = argument.Value;   // of a name that comes twice the last value
        return new FunctionCallContent($"call_{Guid.NewGuid():N}", call.GetProperty(ToolText.Tool).GetString()!, arguments);
    }
}
