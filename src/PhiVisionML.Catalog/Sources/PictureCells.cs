using PhiVisionML.Catalog.Sources.Layouts;
using PhiVisionML.Catalog.Sources.Rows;

namespace PhiVisionML.Catalog.Sources;

/// <summary>Which cells of a row name its pictures.</summary>
internal sealed class PictureCells
{
    private static readonly string[] FileColumns = [CatalogRows.LocalImageColumn, "image", "image_path", "imageurl"];
    private static readonly string[] WebColumns = ["imageurl", "image_url", "image_link", "image", "image_path"];

    private readonly ProductSourceOptions _options;
    private readonly ICatalogLayout _layout;
    private readonly string? _column;
    private readonly string? _more;

    private PictureCells(RowFields fields, ICatalogLayout layout, ProductSourceOptions options, string[] known, string? first)
    {
        (_options, _layout, Known) = (options, layout, known);
        _column = options.ImageColumn
            ?? (layout.PictureColumns.Count == 0 ? known.FirstOrDefault(fields.Has)
                : known.FirstOrDefault(name => options.ColumnMap.Keys.Contains(name, StringComparer.OrdinalIgnoreCase)) ?? (first is not null && fields.Has(first) ? first : null));
        _more = _column is not null && Same(_column, first) && fields.Has(CatalogRows.AdditionalImagesColumn) ? CatalogRows.AdditionalImagesColumn : null;
        Columns = _column is null ? layout.PictureColumns : [_column];
    }

    /// <summary>The columns; none if there is no column of pictures.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The names that were looked for.</summary>
    public IReadOnlyList<string> Known { get; }

    /// <summary>Pictures as files: fetched ones come before those of the layout.</summary>
    public static PictureCells OfFiles(RowFields fields, ICatalogLayout layout, ProductSourceOptions options) => new(fields, layout, options, FileColumns, CatalogRows.LocalImageColumn);

    /// <summary>Pictures as addresses on the web.</summary>
    public static PictureCells OnTheWeb(RowFields fields, ICatalogLayout layout, ProductSourceOptions options) => new(fields, layout, options, WebColumns, first: null);

    /// <summary>The names of a row's pictures, as the cells hold them.</summary>
    public IReadOnlyList<string> Of(SourceRow row, ProductFields fields)
    {
        if (_column is null) return row.Pictures ?? [];
        if (row.Lists?.GetValueOrDefault(SourceOf(_column)) is { } list) return list;
        string[] first = fields[_column] is { } cell ? [cell] : [];
        return _more is not null && fields[_more] is { } others ? [.. first, .. others.Split(',')] : first;
    }

    /// <summary>Whether a column of the source, by its own name, holds pictures.</summary>
    public bool Contains(string column) =>
        _layout.PictureColumns.Contains(column, StringComparer.OrdinalIgnoreCase)
        || (_column is not null && (Same(column, _column) || Same(column, SourceOf(_column))));

    private string SourceOf(string column) => _options.ColumnMap.FirstOrDefault(pair => Same(pair.Key, column)).Value ?? column;

    private static bool Same(string one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
