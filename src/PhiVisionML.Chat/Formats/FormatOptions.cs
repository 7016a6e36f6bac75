using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using PhiVisionML.Model.Constraints;

namespace PhiVisionML.Chat.Formats;

/// <summary>The options of a request that say what its answer may be. One of them at most counts.</summary>
internal static class FormatOptions
{
    /// <summary>An additional property: a <see cref="Model.Constraints.Grammar"/>.</summary>
    public const string Grammar = "grammar";

    /// <summary>An additional property: a regular expression.</summary>
    public const string Regex = "regex";

    /// <summary>An additional property: a list of texts.</summary>
    public const string Choice = "choice";

    /// <summary>The additional properties that set a format.</summary>
    public static IReadOnlyList<string> Properties { get; } = [Grammar, Regex, Choice];

    /// <summary>The names of those that are set. A value of null sets nothing.</summary>
    public static IEnumerable<string> Set(ChatOptions options)
    {
        if (options.ResponseFormat is ChatResponseFormatJson)
            yield return nameof(options.ResponseFormat);
        foreach (string name in Properties.Where(name => Value(options, name) is not null))
            yield return $"{nameof(options.AdditionalProperties)}[\"{name}\"]";
    }

    /// <summary>The format that is asked for; null for any text.</summary>
    /// <exception cref="ArgumentException">A value is of the wrong kind; the message names it.</exception>
    public static AnswerFormat? Read(ChatOptions? options)
        => options is null ? null
            : options.ResponseFormat is ChatResponseFormatJson json ? AnswerFormat.Json(json.Schema)
            : Value(options, Grammar) is { } grammar ? AnswerFormat.Of(grammar as Grammar ?? throw Wrong(Grammar, grammar, $"a {typeof(Grammar).FullName}"))
            : Value(options, Regex) is { } pattern ? AnswerFormat.Pattern(Text(pattern) ?? throw Wrong(Regex, pattern, "a text"))
            : Value(options, Choice) is { } choice ? AnswerFormat.Choice(Texts(choice) ?? throw Wrong(Choice, choice, "a list of texts, at least one, none of them empty"))
            : null;

    private static object? Value(ChatOptions options, string name)
        => options.AdditionalProperties?.TryGetValue(name, out object? value) == true && value is not JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } ? value : null;

    // Whoever hands options over as JSON (HTTP, settings of an agent framework) has elements or nodes in place of texts.
    private static string? Text(object? value) => value switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
        JsonValue node when node.TryGetValue(out string? text) => text,
        _ => null,
    };

    private static string[]? Texts(object value)
    {
        string?[] texts = value switch
        {
            JsonElement { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(item => Text(item))],
            IEnumerable list and not string => [.. list.Cast<object?>().Select(Text)],
            _ => [],
        };
        return texts.Length == 0 || texts.Any(string.IsNullOrEmpty) ? null : (string[])texts!;
    }

    private static ArgumentException Wrong(string name, object value, string needed)
        => new($"{nameof(ChatOptions.AdditionalProperties)}[\"{name}\"] is {(value is JsonElement json ? json.GetRawText() : $"'{value}'")}; it must be {needed}.");
}
