using System.Text.Json;
using Microsoft.Extensions.AI;
using PhiVisionML.AspNetCore.Errors;

namespace PhiVisionML.AspNetCore.Requests;

/// <summary>Reads the functions that the model may call, and whether it must.</summary>
internal static class ToolReader
{
    private const int MostTools = 128;   // as OpenAI's

    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    public static void ReadTools(RequestValue value, ChatOptions options)
    {
        var tools = new List<AITool>();
        var names = new HashSet<string>();
        foreach (var tool in value.Items())
        {
            if (tools.Count == MostTools)
                throw ApiException.Invalid(value.Path, $"'{value.Path}' has more than {MostTools} tools, which is the most.");
            tool.Required("type").OneOf("function");
            var function = tool.Required("function");
            string name = FunctionName(function);
            if (!names.Add(name))
                throw ApiException.Invalid(function.Path, $"Two tools are called '{name}'; give each a name of its own.");
            tools.Add(AIFunctionFactory.CreateDeclaration(name, function.Optional("description")?.Text(), function.Optional("parameters")?.RequireObject().Json.Clone() ?? NoParameters));
        }

        options.Tools = tools.Count > 0 ? tools : null;
    }

    public static void ReadToolChoice(RequestValue value, ChatOptions options)
    {
        options.ToolMode = value.Kind == JsonValueKind.String
            ? value.OneOf("none", "auto", "required") switch
            {
                "none" => ChatToolMode.None,
                "auto" => ChatToolMode.Auto,
                _ => ChatToolMode.RequireAny,
            }
            : Specific(value);
        if (options.ToolMode is not RequiredChatToolMode required)
            return;
        if (options.Tools is null)
            throw ApiException.Invalid("tool_choice", "'tool_choice' requires a tool, and there is none in 'tools'.");
        if (required.RequiredFunctionName is { } name && options.Tools.All(tool => tool.Name != name))
            throw ApiException.Invalid("tool_choice", $"'tool_choice' requires '{name}', which is not in 'tools'.");
    }

    /// <summary>The name of a function; not empty.</summary>
    public static string FunctionName(RequestValue function)
    {
        var name = function.Required("name");
        return name.Text() is { Length: > 0 } text ? text : throw name.Wrong("the name of a function");
    }

    private static RequiredChatToolMode Specific(RequestValue value)
    {
        value.Required("type").OneOf("function");
        return ChatToolMode.RequireSpecific(FunctionName(value.Required("function")));
    }
}
