using System.Text.Json;
using Microsoft.Extensions.AI;
using PhiVisionML.Model.Constraints;
using PhiVisionML.Model.Text;

namespace PhiVisionML.Chat.Formats;

/// <summary>Compiles the JSON formats that requests ask for, and keeps the last few. Thread-safe.</summary>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="vocabularySize">The columns of the model's logits.</param>
internal sealed class JsonConstraints(PhiTokenizer tokenizer, int vocabularySize)
{
    private const int Kept = 16;

    private static readonly JsonElement AnyObject = JsonElement.Parse("""{"type":"object"}""");

    private readonly Lazy<TokenVocabulary> _vocabulary = new(() => new TokenVocabulary(tokenizer, vocabularySize));
    private readonly LinkedList<(string Schema, Lazy<ITokenConstraint> Constraint)> _recent = [];

    /// <summary>What an answer in a format may be; null where it may be any text.</summary>
    /// <exception cref="GrammarRefusedException">The schema holds what cannot be enforced; every such place is listed.</exception>
    public ITokenConstraint? For(ChatResponseFormat? format)
        => format is ChatResponseFormatJson json ? Recent(json.Schema ?? AnyObject).Value : null;

    private Lazy<ITokenConstraint> Recent(JsonElement schema)
    {
        string text = schema.GetRawText();
        lock (_recent)
        {
            var node = _recent.First;
            while (node is not null && node.Value.Schema != text)
                node = node.Next;
            if (node is null)
                node = new((text, new Lazy<ITokenConstraint>(() => new TokenConstraint(JsonSchemaGrammar.Of(schema), _vocabulary.Value, tokenizer.DefaultStopTokens))));
            else
                _recent.Remove(node);
            _recent.AddFirst(node);
            if (_recent.Count > Kept)
                _recent.RemoveLast();
            return node.Value.Constraint;
        }
    }
}
