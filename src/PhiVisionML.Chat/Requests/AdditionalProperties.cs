using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace PhiVisionML.Chat.Requests;

/// <summary>Reads what stands among the additional properties of a request. Whoever hands options over as JSON (HTTP, settings of an agent framework) has elements or nodes in place of texts.</summary>
internal static class AdditionalProperties
{
    /// <summary>The value of a property; null where it is not there, or null itself.</summary>
    public static object? Value(ChatOptions? options, string name)
        => options?.AdditionalProperties?.TryGetValue(name, out object? value) == true && value is not JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } ? value : null;

    /// <summary>The text that a value is; null where it is none.</summary>
    public static string? Text(object? value) => value switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
        JsonValue node when node.TryGetValue(out string? text) => text,
        _ => null,
    };

    /// <summary>How a property is called in messages.</summary>
    public static string NameOf(string name) => $"{nameof(ChatOptions.AdditionalProperties)}[\"{name}\"]";
}
