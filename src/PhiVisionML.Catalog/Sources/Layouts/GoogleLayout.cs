using System.Globalization;
using PhiVisionML.Catalog.Prices;
using PhiVisionML.Catalog.Sources.Rows;

namespace PhiVisionML.Catalog.Sources.Layouts;

/// <summary>A Google Merchant Center feed, as a table or as XML.</summary>
/// <remarks>
/// Adds <c>product_code</c> (id), <c>category3_code</c> (product_type, else google_product_category), <c>full_price</c> and <c>currency_code</c>
/// (the amount and the currency of price), <c>family</c> (item_group_id). Pictures are image_link, then each of additional_image_link, which commas separate.
/// </remarks>
internal sealed class GoogleLayout : ICatalogLayout
{
    private readonly string _id;
    private readonly string _image;
    private readonly string? _price;
    private readonly string? _type;
    private readonly string? _category;
    private readonly string? _group;
    private readonly string? _moreImages;

    public GoogleLayout(IReadOnlyList<string> columns)
    {
        _id = ColumnNames.Find(columns, "id")!;
        _image = ColumnNames.Find(columns, "image_link")!;
        _moreImages = ColumnNames.Find(columns, "additional_image_link");
        _price = ColumnNames.Find(columns, "price");
        _type = ColumnNames.Find(columns, "product_type");
        _category = ColumnNames.Find(columns, "google_product_category");
        _group = ColumnNames.Find(columns, "item_group_id");
        PictureColumns = _moreImages is null ? [_image] : [_image, _moreImages];
        AddedColumns = ColumnNames.Missing(columns, "product_code", "category3_code", "full_price", "currency_code", "family");
    }

    public IReadOnlyList<string> AddedColumns { get; }

    public IReadOnlyList<string> PictureColumns { get; }

    public static bool Fits(IReadOnlyList<string> columns) => ColumnNames.HasAll(columns, "id", "title", "image_link");

    public IEnumerable<SourceRow> Apply(IEnumerable<SourceRow> rows) => rows.Select(Apply);

    public string? WhyEmpty(string addedColumn, SourceRow row) =>
        addedColumn.ToLowerInvariant() is "full_price" or "currency_code" && row[_price] is { } price
            ? $"The column '{addedColumn}' is empty: '{_price}' is '{price}', and an amount with its currency (12.99 USD) is expected."
            : null;

    private SourceRow Apply(SourceRow row)
    {
        if (row.Fault is not null) return row;
        var isPrice = PriceParser.TryParse(row[_price], out var amount, out var currency);
        foreach (var column in AddedColumns)
            row.Cells[column] = column switch
            {
                "product_code" => row[_id],
                "category3_code" => row[_type] ?? row[_category],
                "full_price" => isPrice ? amount.ToString(CultureInfo.InvariantCulture) : null,
                "currency_code" => isPrice ? currency : null,
                _ => row[_group],
            };
        return row with { Pictures = [.. Pictures(row, _image, separator: null), .. Pictures(row, _moreImages, separator: ',')] };
    }

    private static string[] Pictures(SourceRow row, string? column, char? separator)
    {
        if (row[column] is not { } cell) return [];
        if (row.Lists?.GetValueOrDefault(column!) is { } list) return list;
        return separator is { } sign ? cell.Split(sign, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [cell];
    }
}
