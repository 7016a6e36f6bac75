namespace PhiVisionML.Catalog.Drawing;

/// <summary>What a drawn product stands in front of. Carries no price; never close to the product's own colour.</summary>
public enum ProductBackground
{
    /// <summary>White.</summary>
    White,

    /// <summary>Middle grey.</summary>
    Grey,

    /// <summary>Beige; not behind yellow products.</summary>
    Beige,

    /// <summary>Pale blue; not behind blue products.</summary>
    Sky,

    /// <summary>Pale green; not behind green products.</summary>
    Mint,

    /// <summary>Dark grey; not behind black products.</summary>
    Charcoal,
}
