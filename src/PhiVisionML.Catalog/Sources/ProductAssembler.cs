using System.Globalization;
using PhiVisionML.Catalog.Sources.Layouts;
using PhiVisionML.Catalog.Sources.Rows;

namespace PhiVisionML.Catalog.Sources;

/// <summary>Makes a <see cref="Product"/> or a <see cref="RejectedRow"/> of a row, whatever the format it comes from.</summary>
internal sealed class ProductAssembler
{
    private static readonly string[] ImageColumns = ["local_image_path", "image", "image_path", "imageurl"];
    private static readonly string[] CodeColumns = ["product_code", "id", "sku"];

    private readonly ProductSourceOptions _options;
    private readonly ICatalogLayout _layout;
    private readonly ImageResolver _images;
    private readonly ColumnSet _columns;
    private readonly string? _imageColumn;
    private readonly string? _codeColumn;

    /// <exception cref="InvalidDataException">The source lacks a column; those it has are listed.</exception>
    public ProductAssembler(string path, IReadOnlyList<string> sourceColumns, ICatalogLayout layout, ImageResolver images, ProductSourceOptions options)
    {
        (_options, _layout, _images) = (options, layout, images);
        Columns = [.. sourceColumns.Concat(layout.AddedColumns).Concat(options.ColumnMap.Keys).Distinct(StringComparer.OrdinalIgnoreCase)];
        Require(path, sourceColumns, options.ColumnMap.Values);
        Require(path, Columns, options.RequiredColumns.Append(options.ImageColumn).Append(options.ProductCodeColumn));
        _columns = new ColumnSet(Columns);
        _imageColumn = ImageColumnOf(layout);
        _codeColumn = options.ProductCodeColumn ?? CodeColumns.FirstOrDefault(Has);
        if (options.RequireImages && _imageColumn is null && layout.PictureColumns.Count == 0)
            throw new InvalidDataException($"'{path}' has no column of picture files ({string.Join(", ", ImageColumns)}); {Present(Columns)}. Name the column.");
    }

    /// <summary>The source's columns, then the layout's, then those of the column map.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Neither comes of a row that only adds pictures to others.</summary>
    public (Product? Product, RejectedRow? Rejected) Assemble(SourceRow row)
    {
        var fields = Fields(row);
        var code = (_codeColumn is null ? null : fields[_codeColumn])?.Trim();
        if (row.Fault is not null) return Reject(row, code, row.Fault);
        code ??= row.Number.ToString(CultureInfo.InvariantCulture);
        if (row.Lists?.Keys.FirstOrDefault(column => !IsPictureColumn(column)) is { } list)
            return Reject(row, code, $"The column '{list}' holds an array of {row.Lists[list].Length}; only picture columns may. Write its values as one text.");

        var (images, reason) = Resolve(row, fields);
        if (row.IsPictureOnly) return images.Count > 0 ? (null, null) : Reject(row, code, reason!);
        if (_options.RequiredColumns.FirstOrDefault(column => fields[column] is null) is { } empty)
            return Reject(row, code, _layout.WhyEmpty(empty, row) ?? $"The column '{empty}' is empty.");
        if (images.Count == 0 && _options.RequireImages) return Reject(row, code, reason!);
        return (new Product(code, row.Number, fields, images), null);
    }

    private static (Product?, RejectedRow) Reject(SourceRow row, string? code, string reason) => (null, new RejectedRow(row.Number, code, reason));

    private ProductFields Fields(SourceRow row)
    {
        var cells = row.Cells.InOrderOf(_columns);
        foreach (var (ours, source) in _options.ColumnMap)
            if (_columns.TryFind(ours, out var place)) cells[place] = row[source];
        return new ProductFields(_columns, cells);
    }

    private (IReadOnlyList<string> Paths, string? Reason) Resolve(SourceRow row, ProductFields fields)
    {
        var paths = new List<string>();
        string? reason = null;
        foreach (var cell in Pictures(row, fields))
        {
            var (path, why) = _images.Resolve(cell.Trim());
            reason ??= why;
            if (path is not null && !paths.Contains(path)) paths.Add(path);
        }
        return (paths, reason ?? $"The image column '{_imageColumn ?? string.Join(", ", _layout.PictureColumns)}' is empty.");
    }

    private IReadOnlyList<string> Pictures(SourceRow row, ProductFields fields)
    {
        if (_imageColumn is null) return row.Pictures ?? [];
        if (row.Lists?.GetValueOrDefault(SourceOf(_imageColumn)) is { } list) return list;
        return fields[_imageColumn] is { } cell ? [cell] : [];
    }

    private bool IsPictureColumn(string column) =>
        _layout.PictureColumns.Contains(column, StringComparer.OrdinalIgnoreCase)
        || (_imageColumn is not null && (Same(column, _imageColumn) || Same(column, SourceOf(_imageColumn))));

    private string SourceOf(string column) => _options.ColumnMap.FirstOrDefault(pair => Same(pair.Key, column)).Value ?? column;

    private string? ImageColumnOf(ICatalogLayout layout)
    {
        if (_options.ImageColumn is { } named) return named;
        if (layout.PictureColumns.Count == 0) return ImageColumns.FirstOrDefault(Has);
        return ImageColumns.FirstOrDefault(name => _options.ColumnMap.Keys.Contains(name, StringComparer.OrdinalIgnoreCase))
            ?? (Has(ImageColumns[0]) ? ImageColumns[0] : null);
    }

    private bool Has(string name) => Columns.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static void Require(string path, IReadOnlyList<string> columns, IEnumerable<string?> names)
    {
        var missing = names.OfType<string>().Except(columns, StringComparer.OrdinalIgnoreCase).ToArray();
        if (missing.Length > 0)
            throw new InvalidDataException($"'{path}' lacks the column{(missing.Length > 1 ? "s" : "")} {string.Join(", ", missing)}; {Present(columns)}.");
    }

    private static string Present(IReadOnlyList<string> columns) => $"its columns are {string.Join(", ", columns)}";
}
