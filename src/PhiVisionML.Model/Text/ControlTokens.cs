namespace PhiVisionML.Model.Text;

/// <summary>The markup of the control tokens that every tokenizer of this family has; their ids are its own.</summary>
public static class ControlTokens
{
    /// <summary>What a piece outside the vocabulary would be; byte pieces leave no use for it.</summary>
    public const string Unknown = "<unk>";

    /// <summary>Opens every stretch of text.</summary>
    public const string Begin = "<s>";

    /// <summary>The end of a sequence, as Llama 2 writes it.</summary>
    public const string Close = "</s>";

    /// <summary>The end of a document; also the padding.</summary>
    public const string EndOfText = "<|endoftext|>";

    /// <summary>Opens a turn of the assistant.</summary>
    public const string Assistant = "<|assistant|>";

    /// <summary>Opens a turn of the system.</summary>
    public const string System = "<|system|>";

    /// <summary>Opens a turn of the user.</summary>
    public const string User = "<|user|>";

    /// <summary>Closes a turn.</summary>
    public const string End = "<|end|>";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Unknown, Begin, Close, EndOfText, Assistant, System, End, User];
}
