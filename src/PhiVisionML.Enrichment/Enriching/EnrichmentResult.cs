using PhiVisionML.Enrichment.Answers;

namespace PhiVisionML.Enrichment.Enriching;

/// <summary>What came of a product: an answer or an error.</summary>
public sealed record EnrichmentResult
{
    private EnrichmentResult()
    {
    }

    /// <summary>The answer; <c>null</c> if there is none.</summary>
    public ProductAnswer? Answer { get; private init; }

    /// <summary>Why there is none, a sentence for the catalog's owner; <c>null</c> if there is one.</summary>
    public string? Error { get; private init; }

    /// <summary>Whether another try would fail, too: the picture is broken, say.</summary>
    public bool IsPermanent { get; private init; }

    /// <summary>An answer.</summary>
    public static EnrichmentResult Of(ProductAnswer answer) => new() { Answer = answer };

    /// <summary>An error.</summary>
    /// <param name="error">A sentence for the catalog's owner.</param>
    /// <param name="isPermanent">Whether another try would fail, too.</param>
    public static EnrichmentResult Failed(string error, bool isPermanent) => new() { Error = error, IsPermanent = isPermanent };
}
