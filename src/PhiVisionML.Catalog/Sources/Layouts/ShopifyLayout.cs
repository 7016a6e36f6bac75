using PhiVisionML.Catalog.Sources.Rows;

namespace PhiVisionML.Catalog.Sources.Layouts;

/// <summary>A product export of Shopify: rows one below the other with the same Handle are the variants and the pictures of one product.</summary>
/// <remarks>
/// <para>Each variant becomes a product. It takes what only the first row says (title, type, description) from there. Adds <c>product_code</c> (Variant SKU, else Handle),
/// <c>category3_code</c> (Type, else Product Category), <c>full_price</c> (Variant Price), <c>family</c> (Handle).</para>
/// <para>Pictures are the variant's own (Variant Image), then every Image Src of the product. A row that has a picture and no variant only adds its picture.</para>
/// </remarks>
internal sealed class ShopifyLayout : ICatalogLayout
{
    private const string Handle = "Handle";
    private const string Image = "Image Src";
    private const string VariantImage = "Variant Image";

    /// <summary>A row with one of these is a variant.</summary>
    private static readonly string[] VariantColumns = ["Title", "Variant SKU", "Variant Price", "Option1 Value"];

    /// <summary>Columns that begin so belong to a row, the others to the whole product.</summary>
    private static readonly string[] OwnColumns = ["Variant ", "Image ", "Cost per item", "Price /", "Compare At Price /", "Included /", "Unit Price "];

    private readonly string[] _shared;

    public ShopifyLayout(IReadOnlyList<string> columns)
    {
        _shared = [.. columns.Where(column => !OwnColumns.Any(own => column.StartsWith(own, StringComparison.OrdinalIgnoreCase)) && !IsOptionValue(column))];
        PictureColumns = [.. columns.Where(column => column.Equals(Image, StringComparison.OrdinalIgnoreCase) || column.Equals(VariantImage, StringComparison.OrdinalIgnoreCase))];
        AddedColumns = ColumnNames.Missing(columns, "product_code", "category3_code", "full_price", "family");
    }

    public IReadOnlyList<string> AddedColumns { get; }

    public IReadOnlyList<string> PictureColumns { get; }

    public static bool Fits(IReadOnlyList<string> columns) =>
        new[] { Handle, "Title", "Variant SKU", "Variant Price", Image }.All(name => columns.Contains(name, StringComparer.OrdinalIgnoreCase));

    public string? WhyEmpty(string addedColumn, SourceRow row) => null;

    public IEnumerable<SourceRow> Apply(IEnumerable<SourceRow> rows)
    {
        var family = new List<SourceRow>();
        string? handle = null;
        foreach (var row in rows)
        {
            // A row that cannot be read may belong to the product above; it does not end it.
            if (family.Count > 0 && row.Fault is null && row[Handle] != handle)
            {
                foreach (var done in Complete(family)) yield return done;
                family.Clear();
            }
            if (row.Fault is null) handle = row[Handle];
            family.Add(row);
        }
        foreach (var done in Complete(family)) yield return done;
    }

    private IEnumerable<SourceRow> Complete(List<SourceRow> family)
    {
        var usable = family.Where(row => row.Fault is null).ToList();
        var first = usable.FirstOrDefault(IsVariant);
        string[] pictures = [.. usable.Select(row => row[Image]).OfType<string>()];
        foreach (var row in family)
            yield return row.Fault is not null ? row
                : row[Handle] is null ? row with { Fault = $"The column '{Handle}' is empty; it says which rows belong together." }
                : first is null ? row with { Fault = $"No row beside this one has a variant of '{row[Handle]}'; keep all rows of a product together." }
                : IsVariant(row) ? Variant(row, first, pictures)
                : row[Image] is { } picture ? row with { Pictures = [picture], IsPictureOnly = true }
                : row with { Fault = $"The row of '{row[Handle]}' has neither a variant ({string.Join(", ", VariantColumns)}) nor a picture ({Image})." };
    }

    private SourceRow Variant(SourceRow row, SourceRow first, string[] pictures)
    {
        foreach (var column in _shared) row.Cells[column] = row[column] ?? first[column];
        foreach (var column in AddedColumns)
            row.Cells[column] = column switch
            {
                "product_code" => row["Variant SKU"] ?? row[Handle],
                "category3_code" => row["Type"] ?? row["Product Category"],
                "full_price" => row["Variant Price"],
                _ => row[Handle],
            };
        return row with { Pictures = row[VariantImage] is { } own ? [own, .. pictures] : pictures };
    }

    private static bool IsVariant(SourceRow row) => VariantColumns.Any(column => row[column] is not null);

    private static bool IsOptionValue(string column) =>
        column.StartsWith("Option", StringComparison.OrdinalIgnoreCase) && column.EndsWith(" Value", StringComparison.OrdinalIgnoreCase);
}
