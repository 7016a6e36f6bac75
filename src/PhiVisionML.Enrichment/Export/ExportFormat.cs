namespace PhiVisionML.Enrichment.Export;

/// <summary>How a filled-in catalog is written.</summary>
public enum ExportFormat
{
    /// <summary>Comma-separated values; cells that a spreadsheet would compute are made text.</summary>
    Csv,

    /// <summary>An object a line; texts, empty cells are null.</summary>
    JsonLines,

    /// <summary>Parquet, all columns texts that may be null.</summary>
    Parquet,

    /// <summary>What Shopify imports products from: only products that were written to, with the columns of the written fields.</summary>
    Shopify,
}
