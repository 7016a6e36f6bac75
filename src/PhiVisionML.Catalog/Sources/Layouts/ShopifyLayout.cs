using PhiVisionML.Catalog.Sources.Rows;

namespace PhiVisionML.Catalog.Sources.Layouts;

/// <summary>A product export of Shopify: rows one below the other with the same handle are the variants and the pictures of one product.</summary>
/// <remarks>
/// <para>Each variant becomes a product. It takes what only the first row says (title, type, description) from there. Adds <c>product_code</c> (SKU, else the handle),
/// <c>category3_code</c> (Type, else Product Category), <c>full_price</c> (the variant's price), <c>family</c> (the handle).</para>
/// <para>Pictures are the variant's own, then every picture of the product. A row that has a picture and no variant only adds its picture.</para>
/// </remarks>
internal sealed class ShopifyLayout : ICatalogLayout
{
    private readonly ShopifyColumns _names;
    private readonly string[] _shared;
    private readonly string[] _variantColumns;

    public ShopifyLayout(IReadOnlyList<string> columns)
    {
        _names = ShopifyColumns.Find(columns) ?? throw new ArgumentException("These are not the columns of Shopify.", nameof(columns));
        _variantColumns = ["Title", _names.Sku, _names.Price, "Option1 Value"];
        _shared = [.. columns.Where(column => !ShopifyColumns.IsOwnOfRow(column))];
        PictureColumns = _names.VariantImage is { } own ? [_names.Image, own] : [_names.Image];
        AddedColumns = ColumnNames.Missing(columns, "product_code", "category3_code", "full_price", "family");
    }

    public IReadOnlyList<string> AddedColumns { get; }

    public IReadOnlyList<string> PictureColumns { get; }

    public static bool Fits(IReadOnlyList<string> columns) => ShopifyColumns.Find(columns) is not null;

    public string? WhyEmpty(string addedColumn, SourceRow row) => null;

    public IEnumerable<SourceRow> Apply(IEnumerable<SourceRow> rows)
    {
        var family = new List<SourceRow>();
        string? handle = null;
        foreach (var row in rows)
        {
            // A row that cannot be read may belong to the product above; it does not end it.
            if (family.Count > 0 && row.Fault is null && row[_names.Handle] != handle)
            {
                foreach (var done in Complete(family)) yield return done;
                family.Clear();
            }
            if (row.Fault is null) handle = row[_names.Handle];
            family.Add(row);
        }
        foreach (var done in Complete(family)) yield return done;
    }

    private IEnumerable<SourceRow> Complete(List<SourceRow> family)
    {
        var usable = family.Where(row => row.Fault is null).ToList();
        var first = usable.FirstOrDefault(IsVariant);
        string[] pictures = [.. usable.Select(row => row[_names.Image]).OfType<string>()];
        foreach (var row in family)
            yield return row.Fault is not null ? row
                : row[_names.Handle] is null ? row with { Fault = $"The column '{_names.Handle}' is empty; it says which rows belong together." }
                : first is null ? row with { Fault = $"No row beside this one has a variant of '{row[_names.Handle]}'; keep all rows of a product together." }
                : IsVariant(row) ? Variant(row, first, pictures)
                : row[_names.Image] is { } picture ? row with { Pictures = [picture], IsPictureOnly = true }
                : row with { Fault = $"The row of '{row[_names.Handle]}' has neither a variant ({string.Join(", ", _variantColumns)}) nor a picture ({_names.Image})." };
    }

    private SourceRow Variant(SourceRow row, SourceRow first, string[] pictures)
    {
        foreach (var column in _shared) row.Cells[column] = row[column] ?? first[column];
        foreach (var column in AddedColumns)
            row.Cells[column] = column switch
            {
                "product_code" => row[_names.Sku] ?? row[_names.Handle],
                "category3_code" => row["Type"] ?? row["Product Category"],
                "full_price" => row[_names.Price],
                _ => row[_names.Handle],
            };
        return row with { Pictures = row[_names.VariantImage] is { } own ? [own, .. pictures] : pictures };
    }

    private bool IsVariant(SourceRow row) => _variantColumns.Any(column => row[column] is not null);
}
