using PhiVisionML.Model.Constraints;
using PhiVisionML.Model.Text;

namespace PhiVisionML.Chat.Formats;

/// <summary>Compiles the formats that requests ask for, and keeps the last few. Thread-safe.</summary>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="vocabularySize">The columns of the model's logits.</param>
internal sealed class AnswerConstraints(PhiTokenizer tokenizer, int vocabularySize)
{
    private const int Kept = 16;

    private readonly Lazy<TokenVocabulary> _vocabulary = new(() => new TokenVocabulary(tokenizer, vocabularySize));
    private readonly LinkedList<(object Key, Lazy<ITokenConstraint> Constraint)> _recent = [];

    /// <summary>What an answer in a format may be; null where it may be any text.</summary>
    /// <exception cref="ArgumentException">The format cannot be enforced; the message says why.</exception>
    public ITokenConstraint? For(AnswerFormat? format)
    {
        if (format is null)
            return null;
        var constraint = Recent(format);
        try
        {
            return constraint.Value;
        }
        catch
        {
            Forget(format.Key);
            throw;
        }
    }

    private void Forget(object key)
    {
        lock (_recent)
        {
            if (_recent.FirstOrDefault(entry => entry.Key.Equals(key)) is { Key: not null } failed)
                _recent.Remove(failed);
        }
    }

    private Lazy<ITokenConstraint> Recent(AnswerFormat format)
    {
        lock (_recent)
        {
            var node = _recent.First;
            while (node is not null && !node.Value.Key.Equals(format.Key))
                node = node.Next;
            if (node is null)
                node = new((format.Key, new Lazy<ITokenConstraint>(() => new TokenConstraint(format.Build(), _vocabulary.Value, tokenizer.DefaultStopTokens))));
            else
                _recent.Remove(node);
            _recent.AddFirst(node);
            if (_recent.Count > Kept)
                _recent.RemoveLast();
            return node.Value.Constraint;
        }
    }
}
