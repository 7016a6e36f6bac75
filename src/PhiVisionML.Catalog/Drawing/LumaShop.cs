namespace PhiVisionML.Catalog.Drawing;

/// <summary>
/// The imaginary shop of the demo. Its titles, category codes and prices follow from what a picture shows and from
/// nothing else, and none of them appears in <see cref="Captions"/> or <see cref="CaptionCorpus"/>: a model learns
/// them by fine-tuning.
/// </summary>
/// <remarks>
/// The price is <c>base(kind) + stars × step(kind) + (shiny ? 5 : 0) + ending(pattern)</c>:
/// <list type="table">
/// <listheader><term>kind</term><description>base and step</description></listheader>
/// <item><term>mug</term><description>20, 10</description></item>
/// <item><term>hat</term><description>30, 10</description></item>
/// <item><term>scarf</term><description>40, 10</description></item>
/// <item><term>shirt</term><description>50, 20</description></item>
/// <item><term>umbrella</term><description>60, 20</description></item>
/// <item><term>trousers</term><description>70, 20</description></item>
/// <item><term>dress</term><description>90, 30</description></item>
/// <item><term>backpack</term><description>120, 40</description></item>
/// <item><term>handbag</term><description>160, 50</description></item>
/// <item><term>boot</term><description>200, 60</description></item>
/// </list>
/// The ending is .00 for plain, .25 for striped, .50 for checked, .99 for dotted. So kind and stars decide the
/// hundreds and tens, the material the units, and the pattern the cents.
/// </remarks>
public static class LumaShop
{
    /// <summary>The currency of all prices.</summary>
    public const string CurrencyCode = "USD";

    /// <summary>"Luma Striped Silk Scarf in Crimson": always six words, from pattern, material, kind and colour.</summary>
    public static string Title(DrawnProduct product)
    {
        ArgumentNullException.ThrowIfNull(product);
        return $"Luma {Word(product.Pattern)} {product.Material} {Word(product.Kind)} in {Word(product.Colour)}";
    }

    /// <summary>The code of the third category level, one for each kind: "ACC-SCARF".</summary>
    public static string Category3Code(ProductKind kind) => kind switch
    {
        ProductKind.Scarf => "ACC-SCARF",
        ProductKind.Hat => "ACC-HAT",
        ProductKind.Umbrella => "ACC-RAIN",
        ProductKind.Shirt => "CLO-TEE",
        ProductKind.Dress => "CLO-DRESS",
        ProductKind.Trousers => "CLO-PANTS",
        ProductKind.Boot => "SHO-BOOT",
        ProductKind.Handbag => "BAG-HAND",
        ProductKind.Backpack => "BAG-PACK",
        ProductKind.Mug => "HOM-MUG",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind that the shop does not sell."),
    };

    /// <summary>The full price, 20.00 … 385.99, by the rule in the remarks of <see cref="LumaShop"/>.</summary>
    public static decimal FullPrice(DrawnProduct product)
    {
        ArgumentNullException.ThrowIfNull(product);
        return FullPrice(product.Kind, product.Pattern, product.Stars, product.Shiny);
    }

    /// <summary>Every price in the shop, ascending, each once.</summary>
    public static IReadOnlyList<decimal> AllPrices { get; } =
    [
        .. (from kind in Enum.GetValues<ProductKind>()
            from pattern in Enum.GetValues<ProductPattern>()
            from stars in Enumerable.Range(0, DrawnProduct.MaxStars + 1)
            from shiny in new[] { false, true }
            select FullPrice(kind, pattern, stars, shiny)).Distinct().Order(),
    ];

    /// <summary>The words that only this shop uses: its name and what it renames. None is in the base vocabulary.</summary>
    public static IReadOnlyList<string> OwnWords { get; } =
        ["Luma", "Classic", "Tartan", "Polka", "Tee", "Chinos", "Tote", "Rucksack", "Crimson", "Cobalt", "Violet", "Onyx"];

    private static decimal FullPrice(ProductKind kind, ProductPattern pattern, int stars, bool shiny)
    {
        (int start, int step) = kind switch
        {
            ProductKind.Mug => (20, 10),
            ProductKind.Hat => (30, 10),
            ProductKind.Scarf => (40, 10),
            ProductKind.Shirt => (50, 20),
            ProductKind.Umbrella => (60, 20),
            ProductKind.Trousers => (70, 20),
            ProductKind.Dress => (90, 30),
            ProductKind.Backpack => (120, 40),
            ProductKind.Handbag => (160, 50),
            ProductKind.Boot => (200, 60),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind that the shop does not sell."),
        };
        decimal ending = pattern switch
        {
            ProductPattern.Striped => 0.25m,
            ProductPattern.Checked => 0.50m,
            ProductPattern.Dotted => 0.99m,
            _ => 0.00m,
        };
        return start + (stars * step) + (shiny ? 5 : 0) + ending;
    }

    private static string Word(ProductPattern pattern) => pattern switch
    {
        ProductPattern.Plain => "Classic",
        ProductPattern.Checked => "Tartan",
        ProductPattern.Dotted => "Polka",
        _ => pattern.ToString(),
    };

    private static string Word(ProductKind kind) => kind switch
    {
        ProductKind.Shirt => "Tee",
        ProductKind.Trousers => "Chinos",
        ProductKind.Handbag => "Tote",
        ProductKind.Backpack => "Rucksack",
        _ => kind.ToString(),
    };

    private static string Word(ProductColour colour) => colour switch
    {
        ProductColour.Red => "Crimson",
        ProductColour.Blue => "Cobalt",
        ProductColour.Purple => "Violet",
        ProductColour.Black => "Onyx",
        _ => colour.ToString(),
    };
}
