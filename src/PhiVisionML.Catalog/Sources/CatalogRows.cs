using PhiVisionML.Catalog.Sources.Layouts;
using PhiVisionML.Catalog.Sources.Rows;

namespace PhiVisionML.Catalog.Sources;

/// <summary>Every row of a file of products, in the order of the file, with the addresses of its pictures on the web: what pictures are fetched by.</summary>
/// <remarks>
/// Formats and layouts are those of <see cref="ProductSource"/>. Rows that give no product there are rows here, too: those that cannot be read, and those of Shopify that only add a picture.
/// Arrays of JSON are fields, joined with commas.
/// </remarks>
public sealed class CatalogRows
{
    /// <summary>The column of fetched pictures: a file, relative to the table's folder.</summary>
    public const string LocalImageColumn = "local_image_path";

    /// <summary>The column beside <see cref="LocalImageColumn"/> with the other pictures of the product, which commas separate.</summary>
    public const string AdditionalImagesColumn = "additional_image_paths";

    private readonly IRowSource _source;
    private readonly ICatalogLayout _layout;
    private readonly RowFields _fields;
    private readonly PictureCells _pictures;

    private CatalogRows(string path, IRowSource source, ProductSourceOptions options)
    {
        _source = source;
        var columns = source.ReadColumns();
        _layout = ProductSource.LayoutOf(columns);
        _fields = new RowFields(path, columns, _layout, options);
        RowFields.Require(path, Columns, [options.ImageColumn]);
        _pictures = PictureCells.OnTheWeb(_fields, _layout, options);
        if (options.RequireImages && _pictures.Columns.Count == 0)
            throw new InvalidDataException($"'{path}' has no column of picture addresses ({string.Join(", ", _pictures.Known)}); {RowFields.Present(Columns)}. Name the column.");
    }

    /// <summary>The columns in the order of the source, then those that its layout and the column map add.</summary>
    public IReadOnlyList<string> Columns => _fields.Columns;

    /// <summary>The columns that the addresses of pictures come from.</summary>
    public IReadOnlyList<string> PictureColumns => _pictures.Columns;

    /// <summary>Finds out what the columns are; rows are not read yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="imageColumn">The column of picture addresses. <c>null</c>: those of a recognised layout, else <c>imageurl</c>, <c>image_url</c>, <c>image_link</c>, <c>image</c>, <c>image_path</c>.</param>
    /// <param name="columnMap">As in <see cref="ProductSourceOptions.ColumnMap"/>; <c>null</c> for none.</param>
    /// <exception cref="InvalidDataException">As in <see cref="ProductSource.Read"/>, or there is no column of picture addresses.</exception>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public static CatalogRows Open(string path, string? imageColumn = null, IReadOnlyDictionary<string, string>? columnMap = null)
    {
        var options = new ProductSourceOptions { ImageColumn = imageColumn };
        return Open(path, columnMap is null ? options : options with { ColumnMap = columnMap });
    }

    /// <summary>Finds out what the columns are; rows are not read yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it. A source without a column of picture addresses is an error only if <see cref="ProductSourceOptions.RequireImages"/> says so.</param>
    /// <inheritdoc cref="Open(string, string?, IReadOnlyDictionary{string, string}?)" path="/exception"/>
    public static CatalogRows Open(string path, ProductSourceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ProductRows.RequireFile(path);
        return new CatalogRows(path, SourceFormat.Open(path, options), options);
    }

    /// <summary>Reads row by row; the file is never held in memory, and each enumeration opens it anew.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public IEnumerable<CatalogRow> Read() => _layout.Apply(_source.ReadRows()).Select(Row);

    private CatalogRow Row(SourceRow row)
    {
        var fields = _fields.Of(row);
        string[] pictures = row.Fault is null ? [.. _pictures.Of(row, fields).Select(cell => cell.Trim()).Where(cell => cell.Length > 0).Distinct(StringComparer.Ordinal)] : [];
        return new CatalogRow(row.Number, fields, pictures, row.Fault);
    }
}
