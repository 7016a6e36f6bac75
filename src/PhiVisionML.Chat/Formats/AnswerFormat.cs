using System.Text;
using System.Text.Json;
using PhiVisionML.Model.Constraints;

namespace PhiVisionML.Chat.Formats;

/// <summary>What the whole of an answer may be.</summary>
/// <param name="key">Equal for formats that are the same.</param>
/// <param name="build">Builds the grammar.</param>
internal sealed class AnswerFormat(object key, Func<Grammar> build)
{
    private const int MostCharacters = 1 << 20;

    private static readonly JsonElement AnyObject = JsonElement.Parse("""{"type":"object"}""");

    /// <summary>Equal for formats that are the same.</summary>
    public object Key => key;

    /// <summary>JSON that is valid against a schema; any JSON object where there is none.</summary>
    public static AnswerFormat Json(JsonElement? schema)
        => new((nameof(Json), Bounded("JSON schema", (schema ?? AnyObject).GetRawText())), () => JsonSchemaGrammar.Of(schema ?? AnyObject));

    /// <summary>Text that matches a regular expression as a whole.</summary>
    public static AnswerFormat Pattern(string pattern) => new((nameof(Pattern), Bounded("regular expression", pattern)), () => RegexGrammar.Of(pattern));

    /// <summary>One of a list of texts.</summary>
    /// <exception cref="ArgumentException">The list is longer than a request may make the client work for; the message has both numbers.</exception>
    public static AnswerFormat Choice(IReadOnlyList<string> values)
    {
        int bytes = values.Sum(value => Encoding.UTF8.GetByteCount(value) + 1);
        if (bytes > RegexGrammar.DefaultMaxStates)
            throw new ArgumentException($"The {values.Count} choices have {bytes} bytes, one between each two counted; at most {RegexGrammar.DefaultMaxStates} are taken. Give fewer, or compile a grammar once and bring it with each request.", nameof(values));
        return new((nameof(Choice), JsonSerializer.Serialize(values)), () => TemplateGrammar.Build([new TemplateSegment.Choice(values)]));
    }

    /// <summary>Text of a grammar that the request brings along.</summary>
    public static AnswerFormat Of(Grammar grammar) => new(grammar, () => grammar);

    // The last few are kept, text and all.
    private static string Bounded(string what, string text) => text.Length <= MostCharacters ? text
        : throw new ArgumentException($"The {what} has {text.Length} characters; at most {MostCharacters} are taken.", nameof(text));

    /// <summary>Builds the grammar.</summary>
    /// <exception cref="ArgumentException">It cannot be enforced; the message says why.</exception>
    public Grammar Build() => build();
}
