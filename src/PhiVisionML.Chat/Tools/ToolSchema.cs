using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using PhiVisionML.Model.Constraints;

namespace PhiVisionML.Chat.Tools;

/// <summary>The JSON schema of a choice among tools.</summary>
internal static class ToolSchema
{
    private static readonly HashSet<string> NamedSchemas = ["properties", "$defs", "definitions"];

    private static readonly HashSet<string> Values = ["const", "enum", "default", "example", "examples"];

    /// <summary>A call of one of the tools, or a list of calls, or the choice to call none.</summary>
    /// <param name="tools">The tools; at least one.</param>
    /// <param name="mostCalls">Most calls at once; above 1 they are a list.</param>
    /// <param name="mayCallNone">Whether none may be called.</param>
    public static JsonElement Of(IReadOnlyList<AIFunctionDeclaration> tools, int mostCalls, bool mayCallNone)
    {
        var parameters = new JsonObject();
        var calls = new JsonArray();
        for (int i = 0; i < tools.Count; i++)
        {
            string place = i.ToString(CultureInfo.InvariantCulture);
            parameters[place] = Moved(JsonNode.Parse(Parameters(tools[i]).GetRawText()), $"#/$defs/{place}");
            calls.Add(Object((ToolText.Tool, Const(tools[i].Name)), (ToolText.Arguments, new JsonObject { ["$ref"] = $"#/$defs/{place}" })));
        }

        JsonArray choices = mostCalls == 1 ? calls : [new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["anyOf"] = calls }, ["minItems"] = 1, ["maxItems"] = mostCalls }];
        if (mayCallNone)
            choices.Add(Object((ToolText.Tool, Const(ToolText.None))));
        return new JsonObject { ["$defs"] = parameters, ["anyOf"] = choices }.Deserialize<JsonElement>();
    }

    /// <summary>Looks whether each tool's parameters can be enforced.</summary>
    /// <exception cref="GrammarRefusedException">Those of a tool cannot; the message names the tool, the places and the reasons.</exception>
    public static void Check(IEnumerable<AIFunctionDeclaration> tools)
    {
        foreach (var tool in tools)
        {
            try
            {
                JsonSchemaGrammar.Of(Parameters(tool));
            }
            catch (GrammarRefusedException refusal)
            {
                throw new GrammarRefusedException($"The tool '{tool.Name}' cannot be offered to the model. {refusal.Message}", refusal);
            }
        }
    }

    /// <summary>The schema of a tool's arguments; they are an object whether it says so or not.</summary>
    /// <exception cref="ArgumentException">They are something else.</exception>
    public static JsonElement Parameters(AIFunctionDeclaration tool)
    {
        var schema = tool.JsonSchema.ValueKind == JsonValueKind.Object ? JsonObject.Create(tool.JsonSchema)! : [];
        var types = schema["type"] switch
        {
            null => ["object"],
            JsonArray list => list.Select(type => type?.ToString()),
            var type => [type.ToString()],
        };
        if (tool.JsonSchema.ValueKind is JsonValueKind.False || !types.Contains("object"))
            throw new ArgumentException($"The parameters of the tool '{tool.Name}' are {tool.JsonSchema.GetRawText()} (#/type); a tool takes an object.");
        schema["type"] = "object";
        return schema.Deserialize<JsonElement>();
    }

    // A schema that is part of another: its references have to lead to where it is now, and it is no document of its own.
    private static JsonNode? Moved(JsonNode? schema, string place)
    {
        if (schema is JsonArray several)
            return new JsonArray([.. several.Select(one => Moved(one, place))]);
        if (schema is not JsonObject keywords)
            return schema?.DeepClone();
        var moved = new JsonObject();
        foreach (var (name, value) in keywords.Where(keyword => keyword.Key != "$id"))
        {
            moved[name] = (name, value) switch
            {
                ("$ref", JsonValue text) => $"{place}{text.ToString().TrimStart('#')}",
                (_, JsonObject schemas) when NamedSchemas.Contains(name) => new JsonObject(schemas.Select(one => KeyValuePair.Create(one.Key, Moved(one.Value, place)))),
                _ when Values.Contains(name) => value?.DeepClone(),
                _ => Moved(value, place),
            };
        }

        return moved;
    }

    private static JsonObject Const(string value) => new() { ["const"] = value };

    private static JsonObject Object(params (string Name, JsonNode Schema)[] members) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(members.Select(member => KeyValuePair.Create<string, JsonNode?>(member.Name, member.Schema))),
        ["required"] = new JsonArray([.. members.Select(member => (JsonNode)member.Name)]),
        ["additionalProperties"] = false,
    };
}
