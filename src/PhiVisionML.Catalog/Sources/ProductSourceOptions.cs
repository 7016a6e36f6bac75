using System.Collections.ObjectModel;

namespace PhiVisionML.Catalog.Sources;

/// <summary>How <see cref="ProductSource"/> and <see cref="CsvProductSource"/> read a catalog.</summary>
public sealed record ProductSourceOptions
{
    /// <summary>The separator of a table: comma, semicolon, tab or bar. Default <c>null</c>: the one of these that the header holds most often. Other formats have none.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The folder that the image cells are relative to, and that no picture may lie outside of. Default <c>null</c>: the source's own folder.</summary>
    public string? ImageFolder { get; init; }

    /// <summary>
    /// The column of picture files. Default <c>null</c>: <c>local_image_path</c> (and then those that commas separate in <c>additional_image_paths</c>), else the columns that a recognised layout keeps its pictures in,
    /// else <c>image</c>, <c>image_path</c>, <c>imageurl</c>.
    /// </summary>
    public string? ImageColumn { get; init; }

    /// <summary>The column that names the product. Default <c>null</c>: <c>product_code</c>, else <c>id</c>, <c>sku</c>, else the row number.</summary>
    public string? ProductCodeColumn { get; init; }

    /// <summary>
    /// Our names for the source's columns: the key is the name that products get, the value the column it is read from, whatever the letter case.
    /// The source's own name stays, too; a column of the source that already has our name is replaced. Default: none.
    /// A column that the source lacks is an error. The other options may use either name.
    /// </summary>
    public IReadOnlyDictionary<string, string> ColumnMap { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>
    /// Columns that the source must have and in which no row may be empty, usually the template's fields when training. Default: none.
    /// A missing column is an error; a row with an empty cell in one of them is rejected.
    /// </summary>
    public IReadOnlyList<string> RequiredColumns { get; init; } = [];

    /// <summary>Whether a source without an image column is an error and a row without a readable picture file is rejected. Default <c>true</c>.</summary>
    public bool RequireImages { get; init; } = true;
}
