using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Asking;
using PhiVisionML.SemanticKernel.Catalogs;

namespace PhiVisionML.SemanticKernel.Tests.Fakes;

/// <summary>A small shop.</summary>
internal static class Shop
{
    public static readonly AnswerTemplate Template = AnswerTemplate.Parse("Product: {title}, Category: {category3_code:choice}, Full Price: {full_price:price}");

    public static readonly ProductQuestion Question = new()
    {
        Template = Template,
        Choices = new Dictionary<string, IReadOnlyList<string>> { ["category3_code"] = ["K10", "K20", "K30"] },
    };

    public static IReadOnlyList<Product> Products { get; } =
    [
        Product(1, "MUG-1", "Red striped mug", "K10", "12.90 EUR", Tiny.PicturePath),
        Product(2, "MUG-2", "Café au lait mug, blue", "K10", "9.90", Tiny.PicturePath),
        Product(3, "LAMP-1", "Standing lamp", "K20", null, Tiny.PicturePath),
        Product(4, "LAMP-2", null, null, "49.00", Tiny.PicturePath),
        Product(5, "BAG-1", "Canvas bag", "K30", "25.00"),
    ];

    public static InMemoryProductCatalog Catalog() => new(Products, Template);

    public static Product Product(int row, string code, string? title, string? category, string? price, params string[] pictures)
        => new(code, row, new Dictionary<string, string?> { ["title"] = title, ["category3_code"] = category, ["full_price"] = price }, pictures);
}
