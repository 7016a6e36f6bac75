using SkiaSharp;

namespace PhiVisionML.Catalog.Drawing;

/// <summary>The paints of drawn products and backgrounds, as 8-bit sRGB.</summary>
internal static class ProductPalette
{
    public static readonly SKColor Gold = new(255, 200, 40);
    public static readonly SKColor LabelBlue = new(22, 26, 58);
    public static readonly SKColor Ink = new(40, 40, 46);
    public static readonly SKColor Glint = new(96, 240, 255);   // no product, print or background has this colour

    public static SKColor Of(ProductColour colour) => colour switch
    {
        ProductColour.Red => new SKColor(208, 28, 38),
        ProductColour.Orange => new SKColor(246, 128, 16),
        ProductColour.Yellow => new SKColor(250, 216, 36),
        ProductColour.Green => new SKColor(36, 148, 62),
        ProductColour.Blue => new SKColor(34, 88, 206),
        ProductColour.Purple => new SKColor(122, 48, 164),
        ProductColour.Pink => new SKColor(246, 130, 182),
        ProductColour.Black => new SKColor(34, 34, 38),
        _ => throw new ArgumentOutOfRangeException(nameof(colour), colour, "A colour without a paint."),
    };

    public static SKColor Of(ProductBackground background) => background switch
    {
        ProductBackground.White => new SKColor(248, 248, 246),
        ProductBackground.Grey => new SKColor(168, 170, 174),
        ProductBackground.Beige => new SKColor(226, 208, 178),
        ProductBackground.Sky => new SKColor(168, 206, 250),
        ProductBackground.Mint => new SKColor(178, 230, 184),
        ProductBackground.Charcoal => new SKColor(74, 76, 84),
        _ => throw new ArgumentOutOfRangeException(nameof(background), background, "A background without a paint."),
    };

    /// <summary>The tone of a pattern on this colour: a dark one of the same hue on yellow, near white on all others.</summary>
    public static SKColor PatternOn(ProductColour colour) =>
        colour == ProductColour.Yellow ? new SKColor(150, 92, 8) : new SKColor(248, 246, 240);

    /// <summary>The tone of seams, soles, handles and outlines: darker than the colour, but lighter than black.</summary>
    public static SKColor ShadeOf(ProductColour colour) =>
        colour == ProductColour.Black ? new SKColor(84, 84, 92) : Scale(Of(colour), 0.62f);

    /// <summary>The colour with its channels multiplied, clipped at 255.</summary>
    public static SKColor Scale(SKColor colour, float factor) => new(
        (byte)Math.Min(255, colour.Red * factor),
        (byte)Math.Min(255, colour.Green * factor),
        (byte)Math.Min(255, colour.Blue * factor));
}
