namespace PhiVisionML.Catalog.Drawing;

/// <summary>
/// A product that is drawn, so that the truth about its picture is known. The properties are what the picture shows;
/// <see cref="Seed"/> decides everything else about the picture (place, size, tilt, light, noise), none of which
/// changes the truth.
/// </summary>
public sealed record DrawnProduct
{
    /// <summary>The most stars on a product's label.</summary>
    public const int MaxStars = 3;

    /// <summary>What it is.</summary>
    public required ProductKind Kind { get; init; }

    /// <summary>Its main colour.</summary>
    public required ProductColour Colour { get; init; }

    /// <summary>What is printed on it.</summary>
    public required ProductPattern Pattern { get; init; }

    /// <summary>Gold stars on its label, 0 … <see cref="MaxStars"/>; no label without stars.</summary>
    public required int Stars { get; init; }

    /// <summary>Whether it is of its kind's shiny material; drawn as a gleam and two sparkles.</summary>
    public required bool Shiny { get; init; }

    /// <summary>What it stands in front of.</summary>
    public required ProductBackground Background { get; init; }

    /// <summary>Decides what in the picture says nothing about the product: place, size, tilt, mirroring, light, noise.</summary>
    public required long Seed { get; init; }

    /// <summary>What it is made of: follows from <see cref="Kind"/> and <see cref="Shiny"/>.</summary>
    public ProductMaterial Material => (Kind, Shiny) switch
    {
        (ProductKind.Scarf or ProductKind.Shirt or ProductKind.Dress, true) => ProductMaterial.Silk,
        (ProductKind.Mug, true) => ProductMaterial.Steel,
        (ProductKind.Umbrella, true) => ProductMaterial.Nylon,
        (_, true) => ProductMaterial.Leather,
        (ProductKind.Scarf or ProductKind.Hat, false) => ProductMaterial.Wool,
        (ProductKind.Boot, false) => ProductMaterial.Suede,
        (ProductKind.Handbag or ProductKind.Backpack, false) => ProductMaterial.Canvas,
        (ProductKind.Mug, false) => ProductMaterial.Ceramic,
        _ => ProductMaterial.Cotton,
    };

    /// <summary>The number of different values of <see cref="Combination"/>.</summary>
    public static int Combinations { get; } =
        Enum.GetValues<ProductKind>().Length * Enum.GetValues<ProductColour>().Length
        * Enum.GetValues<ProductPattern>().Length * (MaxStars + 1);

    /// <summary>A number for (kind, colour, pattern, stars), 0 … <see cref="Combinations"/> − 1: what a split can hold out.</summary>
    public int Combination =>
        ((((int)Kind * Enum.GetValues<ProductColour>().Length) + (int)Colour)
            * Enum.GetValues<ProductPattern>().Length + (int)Pattern) * (MaxStars + 1) + Stars;

    /// <summary>
    /// The <paramref name="index"/>-th product of <paramref name="seed"/>: every attribute equally likely and
    /// independent of the others, but for backgrounds that would hide the product. The same on every platform.
    /// </summary>
    public static DrawnProduct Random(long seed, long index)
    {
        var random = new SplitMix64(SplitMix64.Derive(seed, index));
        ProductColour colour = random.Pick(Enum.GetValues<ProductColour>());
        return new DrawnProduct
        {
            Colour = colour,
            Kind = random.Pick(Enum.GetValues<ProductKind>()),
            Pattern = random.Pick(Enum.GetValues<ProductPattern>()),
            Stars = random.Below(MaxStars + 1),
            Shiny = random.Chance(0.5),
            Background = random.Pick([.. Enum.GetValues<ProductBackground>().Where(background => SetsOff(background, colour))]),
            Seed = unchecked((long)random.NextBits()),
        };
    }

    /// <summary>Whether a product of this colour stands out from this background.</summary>
    public static bool SetsOff(ProductBackground background, ProductColour colour) => (background, colour) switch
    {
        (ProductBackground.Beige, ProductColour.Yellow) => false,
        (ProductBackground.Sky, ProductColour.Blue) => false,
        (ProductBackground.Mint, ProductColour.Green) => false,
        (ProductBackground.Charcoal, ProductColour.Black) => false,
        _ => true,
    };
}
