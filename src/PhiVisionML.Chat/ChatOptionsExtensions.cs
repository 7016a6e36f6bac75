using Microsoft.Extensions.AI;
using PhiVisionML.Chat.Formats;
using PhiVisionML.Model.Constraints;

namespace PhiVisionML.Chat;

/// <summary>
/// What an answer may be, beside a JSON <see cref="ChatOptions.ResponseFormat"/>: enforced token by token, complete within
/// <see cref="ChatOptions.MaxOutputTokens"/>. A request has one format at most; none goes with <see cref="ChatOptions.StopSequences"/>.
/// </summary>
/// <remarks>Each sets one of <see cref="ChatOptions.AdditionalProperties"/>, so whoever has JSON alone can set <c>regex</c> (a text) or <c>choice</c> (a list of texts) there.</remarks>
public static class ChatOptionsExtensions
{
    /// <summary>Lets the answer be what a grammar describes: <c>AdditionalProperties["grammar"]</c>. Keep the grammar: it is compiled once for as long as requests bring the same one.</summary>
    /// <param name="options">Options of a <see cref="PhiVisionChatClient"/>'s request; changed.</param>
    /// <param name="grammar">Made by <see cref="TemplateGrammar"/>, <see cref="JsonSchemaGrammar"/> or <see cref="RegexGrammar"/>.</param>
    /// <returns>The same options.</returns>
    public static ChatOptions WithGrammar(this ChatOptions options, Grammar grammar)
    {
        ArgumentNullException.ThrowIfNull(grammar);
        return With(options, FormatOptions.Grammar, grammar);
    }

    /// <summary>Lets the answer be a text that matches a regular expression as a whole: <c>AdditionalProperties["regex"]</c>.</summary>
    /// <param name="options">Options of a <see cref="PhiVisionChatClient"/>'s request; changed.</param>
    /// <param name="pattern">The expression, such as <c>[A-Z]{2}-\d{4}</c>; <see cref="RegexGrammar"/> says what is supported. The request is refused where it is not.</param>
    /// <returns>The same options.</returns>
    public static ChatOptions WithRegex(this ChatOptions options, string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return With(options, FormatOptions.Regex, pattern);
    }

    /// <summary>Lets the answer be one of a list of texts: <c>AdditionalProperties["choice"]</c>.</summary>
    /// <param name="options">Options of a <see cref="PhiVisionChatClient"/>'s request; changed.</param>
    /// <param name="choices">The texts; at least one, none of them empty.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="ArgumentException">There is no text, or one of them is empty.</exception>
    public static ChatOptions WithChoices(this ChatOptions options, params IEnumerable<string> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        string[] texts = [.. choices];
        if (texts.Length == 0 || texts.Any(string.IsNullOrEmpty))
            throw new ArgumentException($"There are {texts.Length} choices, {texts.Count(string.IsNullOrEmpty)} of them empty; give at least one text, and none that is empty.", nameof(choices));
        return With(options, FormatOptions.Choice, texts);
    }

    private static ChatOptions With(ChatOptions options, string name, object value)
    {
        ArgumentNullException.ThrowIfNull(options);
        (options.AdditionalProperties ??= [])[name] = value;
        return options;
    }
}
