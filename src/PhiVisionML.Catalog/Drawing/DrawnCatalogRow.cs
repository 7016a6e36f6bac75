namespace PhiVisionML.Catalog.Drawing;

/// <summary>
/// A row of a drawn catalog: what its columns say, and what is true. The columns from <see cref="Family"/> on are
/// written only when the options ask for what they tell.
/// </summary>
public sealed record DrawnCatalogRow
{
    /// <summary>The value of <see cref="Split"/> of rows to train on.</summary>
    public const string Train = "train";

    /// <summary>The value of <see cref="Split"/> of rows to choose a model by.</summary>
    public const string Validation = "validation";

    /// <summary>The value of <see cref="Split"/> of rows that are held out.</summary>
    public const string Test = "test";

    /// <summary>Column <c>product_code</c>: "L00001", counted in the order of the rows; says nothing about the product.</summary>
    public required string ProductCode { get; init; }

    /// <summary>Column <c>title</c>: <see cref="TrueTitle"/>, another product's title, or null when missing.</summary>
    public required string? Title { get; init; }

    /// <summary>Column <c>category3_code</c>: <see cref="TrueCategory3Code"/>, another product's code, or null when missing.</summary>
    public required string? Category3Code { get; init; }

    /// <summary>Column <c>full_price</c>, written with two decimals: <see cref="TrueFullPrice"/>, another product's price, or null when missing.</summary>
    public required decimal? FullPrice { get; init; }

    /// <summary>Column <c>currency_code</c>: <see cref="LumaShop.CurrencyCode"/>.</summary>
    public required string CurrencyCode { get; init; }

    /// <summary>Column <c>split</c>: <see cref="Train"/>, <see cref="Validation"/> or <see cref="Test"/>.</summary>
    public required string Split { get; init; }

    /// <summary>Column <c>local_image_path</c>: where the picture is, from the catalog's folder, with forward slashes.</summary>
    public required string LocalImagePath { get; init; }

    /// <summary>Column <c>family</c>: "F00001", the same for the colour variants of one design.</summary>
    public required string Family { get; init; }

    /// <summary>Column <c>language</c>: the language of the title, written as its code.</summary>
    public required TitleLanguage Language { get; init; }

    /// <summary>Column <c>true_title</c>: <see cref="LumaTitles.Title"/> of <see cref="Product"/>.</summary>
    public required string TrueTitle { get; init; }

    /// <summary>Column <c>true_category3_code</c>: <see cref="LumaShop.Category3Code"/>.</summary>
    public required string TrueCategory3Code { get; init; }

    /// <summary>Column <c>true_full_price</c>: <see cref="LumaShop.FullPrice(DrawnProduct)"/>, moved by the price noise of the row's family.</summary>
    public required decimal TrueFullPrice { get; init; }

    /// <summary>Column <c>picture_state</c>, in lower case: what the picture file holds.</summary>
    public required DrawnPictureState PictureState { get; init; }

    /// <summary>Column <c>duplicate_of</c>: the product code of the row whose picture this one repeats; null where there is none.</summary>
    public required string? DuplicateOf { get; init; }

    /// <summary>The product that the row is about; not a column.</summary>
    public required DrawnProduct Product { get; init; }

    /// <summary>The product that the picture shows: <see cref="Product"/>, but for duplicates; not a column.</summary>
    public required DrawnProduct Pictured { get; init; }

    /// <summary>Whether one of title, category and price is missing.</summary>
    public bool HasMissingField => Title is null || Category3Code is null || FullPrice is null;

    /// <summary>Whether one of title, category and price is another product's.</summary>
    public bool HasWrongField =>
        (Title is not null && Title != TrueTitle)
        || (Category3Code is not null && Category3Code != TrueCategory3Code)
        || (FullPrice is not null && FullPrice != TrueFullPrice);

    /// <summary>Whether the picture file does not decode.</summary>
    public bool HasBrokenPicture => PictureState is DrawnPictureState.Truncated or DrawnPictureState.Empty or DrawnPictureState.Text;
}
