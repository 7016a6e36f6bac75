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

    /// <summary>Whether nobody was asked, because of the product itself: its picture cannot be reached, say. It tells nothing about whoever answers.</summary>
    public bool IsUnasked { get; private init; }

    /// <summary>An answer.</summary>
    public static EnrichmentResult Of(ProductAnswer answer) => new() { Answer = answer };

    /// <summary>An error.</summary>
    /// <param name="error">A sentence for the catalog's owner.</param>
    /// <param name="isPermanent">Whether another try would fail, too.</param>
    /// <param name="isUnasked">Whether nobody was asked, because of the product itself.</param>
    public static EnrichmentResult Failed(string error, bool isPermanent, bool isUnasked = false) => new() { Error = error, IsPermanent = isPermanent, IsUnasked = isUnasked };
}
