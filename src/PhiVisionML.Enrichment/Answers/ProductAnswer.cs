namespace PhiVisionML.Enrichment.Answers;

/// <summary>What a model said about a product, and everything that is needed to judge it later.</summary>
public sealed record ProductAnswer
{
    /// <summary>The answer as it was given.</summary>
    public required string Text { get; init; }

    /// <summary>The template's fields that could be read from it.</summary>
    public required IReadOnlyList<AnsweredField> Fields { get; init; }

    /// <summary>The tokens that the answer is made of; empty if the model does not tell.</summary>
    public IReadOnlyList<AnsweredToken> Tokens { get; init; } = [];

    /// <summary>Fingerprint of the base model, or what a remote model calls itself.</summary>
    public required string Model { get; init; }

    /// <summary>Fingerprint of the adapter; empty for a base model alone.</summary>
    public string Adapter { get; init; } = "";

    /// <summary>Fingerprint of template and prompt.</summary>
    public required string PromptVersion { get; init; }

    /// <summary>SHA-256 of the picture's file that was shown, in lower-case hexadecimal digits.</summary>
    public required string PictureHash { get; init; }

    /// <summary>Tokens that were read, the picture's included; 0 if unknown.</summary>
    public int PromptTokens { get; init; }

    /// <summary>Tokens that were written; 0 if unknown.</summary>
    public int OutputTokens { get; init; }

    /// <summary>The product's share of its batch's time.</summary>
    public double Seconds { get; init; }

    /// <summary>The product's share of its batch's energy by the machine's counters, in joules; <c>null</c> where they cannot be read.</summary>
    public double? Joules { get; init; }
}
