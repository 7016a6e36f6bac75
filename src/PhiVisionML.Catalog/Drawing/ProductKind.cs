namespace PhiVisionML.Catalog.Drawing;

/// <summary>What a drawn product is: ten silhouettes that are told apart at 112 pixels.</summary>
public enum ProductKind
{
    /// <summary>A loop with two hanging ends.</summary>
    Scarf,

    /// <summary>A shirt with short sleeves.</summary>
    Shirt,

    /// <summary>A narrow waist and a wide skirt.</summary>
    Dress,

    /// <summary>Two legs and a waistband.</summary>
    Trousers,

    /// <summary>A high shaft, a foot, a sole.</summary>
    Boot,

    /// <summary>A crown on a wide brim.</summary>
    Hat,

    /// <summary>A trapezoid under an arched handle.</summary>
    Handbag,

    /// <summary>A tall round-topped bag with straps at both sides.</summary>
    Backpack,

    /// <summary>A cylinder with a handle at one side.</summary>
    Mug,

    /// <summary>A dome on a shaft with a hooked handle.</summary>
    Umbrella,
}
