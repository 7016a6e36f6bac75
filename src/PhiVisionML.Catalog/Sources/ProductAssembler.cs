using System.Globalization;
using PhiVisionML.Catalog.Sources.Layouts;
using PhiVisionML.Catalog.Sources.Rows;

namespace PhiVisionML.Catalog.Sources;

/// <summary>Makes a <see cref="Product"/> or a <see cref="RejectedRow"/> of a row, whatever the format it comes from.</summary>
internal sealed class ProductAssembler
{
    private static readonly string[] CodeColumns = ["product_code", "id", "sku"];

    private readonly ProductSourceOptions _options;
    private readonly ICatalogLayout _layout;
    private readonly ImageResolver _images;
    private readonly RowFields _fields;
    private readonly PictureCells _pictures;
    private readonly string? _codeColumn;

    /// <exception cref="InvalidDataException">The source lacks a column; those it has are listed.</exception>
    public ProductAssembler(string path, IReadOnlyList<string> sourceColumns, ICatalogLayout layout, ImageResolver images, ProductSourceOptions options)
    {
        (_options, _layout, _images) = (options, layout, images);
        _fields = new RowFields(path, sourceColumns, layout, options);
        RowFields.Require(path, Columns, options.RequiredColumns.Append(options.ImageColumn).Append(options.ProductCodeColumn));
        _pictures = PictureCells.OfFiles(_fields, layout, options);
        _codeColumn = options.ProductCodeColumn ?? CodeColumns.FirstOrDefault(_fields.Has);
        if (options.RequireImages && _pictures.Columns.Count == 0)
            throw new InvalidDataException($"'{path}' has no column of picture files ({string.Join(", ", _pictures.Known)}); {RowFields.Present(Columns)}. Name the column.");
    }

    /// <summary>The source's columns, then the layout's, then those of the column map.</summary>
    public IReadOnlyList<string> Columns => _fields.Columns;

    /// <summary>Neither comes of a row that only adds pictures to others.</summary>
    public (Product? Product, RejectedRow? Rejected) Assemble(SourceRow row)
    {
        var fields = _fields.Of(row);
        var code = (_codeColumn is null ? null : fields[_codeColumn])?.Trim();
        if (row.Fault is not null) return Reject(row, code, row.Fault);
        code ??= row.Number.ToString(CultureInfo.InvariantCulture);
        if (row.Lists?.Keys.FirstOrDefault(column => !_pictures.Contains(column)) is { } list)
            return Reject(row, code, $"The column '{list}' holds an array of {row.Lists[list].Length}; only picture columns may. Write its values as one text.");

        var (images, reason) = Resolve(row, fields, isReasonWanted: _options.RequireImages || row.IsPictureOnly);
        if (row.IsPictureOnly) return images.Count > 0 ? (null, null) : Reject(row, code, reason!);
        if (_options.RequiredColumns.FirstOrDefault(column => fields[column] is null) is { } empty)
            return Reject(row, code, _layout.WhyEmpty(empty, row) ?? $"The column '{empty}' is empty.");
        if (images.Count == 0 && _options.RequireImages) return Reject(row, code, reason!);
        return (new Product(code, row.Number, fields, images), null);
    }

    private static (Product?, RejectedRow) Reject(SourceRow row, string? code, string reason) => (null, new RejectedRow(row.Number, code, reason));

    private (IReadOnlyList<string> Paths, string? Reason) Resolve(SourceRow row, ProductFields fields, bool isReasonWanted)
    {
        var paths = new List<string>();
        string? reason = null;
        foreach (var cell in _pictures.Of(row, fields))
        {
            var name = cell.Trim();
            var path = _images.Find(name);
            if (path is null && isReasonWanted) reason ??= _images.WhyNot(name);
            if (path is not null && !paths.Contains(path)) paths.Add(path);
        }
        return (paths, reason ?? (paths.Count > 0 ? null : $"The image column '{string.Join(", ", _pictures.Columns)}' is empty."));
    }
}
