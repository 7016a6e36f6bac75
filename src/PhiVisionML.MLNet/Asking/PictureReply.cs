namespace PhiVisionML.MLNet.Asking;

/// <summary>What a model says to a <see cref="PictureQuestion"/>, with the evidence.</summary>
public sealed record PictureReply
{
    /// <summary>The answer without special tokens; empty if there is none.</summary>
    public string Text { get; init; } = "";

    /// <summary>The template's fields that could be read, in its order.</summary>
    public IReadOnlyList<ReplyField> Fields { get; init; } = [];

    /// <summary>The tokens of the answer, the one that ends it included.</summary>
    public IReadOnlyList<ReplyToken> Tokens { get; init; } = [];

    /// <summary>Tokens that were read, those of the pictures included.</summary>
    public int PromptTokens { get; init; }

    /// <summary>Tokens that were written.</summary>
    public int OutputTokens { get; init; }

    /// <summary>What is wrong with the answer, or why there is none; empty when all is well.</summary>
    public string Error { get; init; } = "";

    /// <summary>Whether nothing was answered, and never will be: a picture cannot be used, or the row is too long for the model.</summary>
    public bool IsRefused { get; init; }
}
