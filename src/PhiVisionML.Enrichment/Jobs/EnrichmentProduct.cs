namespace PhiVisionML.Enrichment.Jobs;

/// <summary>A product as a worker needs it: what a job carries.</summary>
public sealed record EnrichmentProduct
{
    /// <summary>What its catalog calls the product.</summary>
    public required string Sku { get; init; }

    /// <summary>The row of the source, the first one under the header being 1; 0 if it came without a table.</summary>
    public int RowNumber { get; init; }

    /// <summary>The cells that prompt and policy look at, by column; <c>null</c> where they are empty. Values that earlier runs wrote are among them.</summary>
    public required IReadOnlyDictionary<string, string?> Fields { get; init; }

    /// <summary>Full paths of its pictures.</summary>
    public required IReadOnlyList<string> Pictures { get; init; }

    /// <summary>SHA-256 of the first picture's file in lower-case hexadecimal digits; empty if it could not be read when the job was made.</summary>
    public string PictureHash { get; init; } = "";
}
