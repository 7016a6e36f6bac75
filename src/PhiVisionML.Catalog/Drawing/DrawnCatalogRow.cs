using CsvHelper.Configuration.Attributes;

namespace PhiVisionML.Catalog.Drawing;

/// <summary>A row of the demo's catalog. Columns are written in the order of the properties.</summary>
public sealed record DrawnCatalogRow
{
    /// <summary>The value of <see cref="Split"/> of rows to train on.</summary>
    public const string Train = "train";

    /// <summary>The value of <see cref="Split"/> of rows that are held out.</summary>
    public const string Test = "test";

    /// <summary>Column <c>product_code</c>: "L00001", counted in the order of the rows; says nothing about the product.</summary>
    [Name("product_code")]
    public required string ProductCode { get; init; }

    /// <summary>Column <c>title</c>: <see cref="LumaShop.Title"/>.</summary>
    [Name("title")]
    public required string Title { get; init; }

    /// <summary>Column <c>category3_code</c>: <see cref="LumaShop.Category3Code"/>.</summary>
    [Name("category3_code")]
    public required string Category3Code { get; init; }

    /// <summary>Column <c>full_price</c>: <see cref="LumaShop.FullPrice(DrawnProduct)"/>, written with two decimals.</summary>
    [Name("full_price"), Format("0.00")]
    public required decimal FullPrice { get; init; }

    /// <summary>Column <c>currency_code</c>: <see cref="LumaShop.CurrencyCode"/>.</summary>
    [Name("currency_code")]
    public required string CurrencyCode { get; init; }

    /// <summary>Column <c>split</c>: <see cref="Train"/> or <see cref="Test"/>.</summary>
    [Name("split")]
    public required string Split { get; init; }

    /// <summary>Column <c>local_image_path</c>: where the picture is, from the catalog's folder, with forward slashes.</summary>
    [Name("local_image_path")]
    public required string LocalImagePath { get; init; }

    /// <summary>The product that the picture shows; not a column.</summary>
    [Ignore]
    public required DrawnProduct Product { get; init; }
}
