namespace PhiVisionML.Catalog.Drawing;

/// <summary>
/// What a drawn product is made of. Each kind comes in one matte and one shiny material
/// (<see cref="DrawnProduct.Material"/>); the shiny one is drawn with a gleam and sparkles.
/// </summary>
public enum ProductMaterial
{
    /// <summary>Matte shirts, dresses, trousers and umbrellas.</summary>
    Cotton,

    /// <summary>Matte scarves and hats.</summary>
    Wool,

    /// <summary>Matte boots.</summary>
    Suede,

    /// <summary>Matte handbags and backpacks.</summary>
    Canvas,

    /// <summary>Matte mugs.</summary>
    Ceramic,

    /// <summary>Shiny scarves, shirts and dresses.</summary>
    Silk,

    /// <summary>Shiny trousers, boots, hats, handbags and backpacks.</summary>
    Leather,

    /// <summary>Shiny mugs.</summary>
    Steel,

    /// <summary>Shiny umbrellas.</summary>
    Nylon,
}
