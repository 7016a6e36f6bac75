namespace PhiVisionML.Catalog.Sources;

/// <summary>How <see cref="CsvProductSource"/> reads a table.</summary>
public sealed record CsvSourceOptions
{
    /// <summary>The separator: comma, semicolon, tab or bar. Default <c>null</c>: the one of these that the header holds most often.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The folder that the image cells are relative to, and that no picture may lie outside of. Default <c>null</c>: the table's own folder.</summary>
    public string? ImageFolder { get; init; }

    /// <summary>The column of picture files. Default <c>null</c>: <c>local_image_path</c>, else <c>image</c>, <c>image_path</c>, <c>imageurl</c>.</summary>
    public string? ImageColumn { get; init; }

    /// <summary>The column that names the product. Default <c>null</c>: <c>product_code</c>, else <c>id</c>, <c>sku</c>, else the row number.</summary>
    public string? ProductCodeColumn { get; init; }

    /// <summary>
    /// Columns that the table must have and in which no row may be empty, usually the template's fields when training. Default: none.
    /// A missing column is an error; a row with an empty cell in one of them is rejected.
    /// </summary>
    public IReadOnlyList<string> RequiredColumns { get; init; } = [];

    /// <summary>Whether a table without an image column is an error and a row without a readable picture file is rejected. Default <c>true</c>.</summary>
    public bool RequireImages { get; init; } = true;
}
