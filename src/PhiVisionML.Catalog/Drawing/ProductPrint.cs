using SkiaSharp;

namespace PhiVisionML.Catalog.Drawing;

/// <summary>Prints stripes, checks or dots over the whole 100 × 100 field; the caller clips to the product.</summary>
internal static class ProductPrint
{
    private const float StripePeriod = 14;
    private const float Square = 10;
    private const float DotSpacing = 14;
    private const float DotRadius = 3.9f;
    private const float Low = -20;
    private const float High = 120;

    public static void Draw(SKCanvas canvas, DrawnProduct product, PictureVariation variation)
    {
        using var paint = new SKPaint { Color = ProductPalette.PatternOn(product.Colour), IsAntialias = true };
        switch (product.Pattern)
        {
            case ProductPattern.Striped:
                DrawStripes(canvas, paint, variation);
                break;
            case ProductPattern.Checked:
                DrawChecks(canvas, paint, variation.PatternPhase);
                break;
            case ProductPattern.Dotted:
                DrawDots(canvas, paint, variation.PatternPhase);
                break;
            case ProductPattern.Plain:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(product), product.Pattern, "A pattern without a print.");
        }
    }

    private static void DrawStripes(SKCanvas canvas, SKPaint paint, PictureVariation variation)
    {
        for (float at = Low + (variation.PatternPhase.X % StripePeriod); at < High; at += StripePeriod)
        {
            if (variation.StripesUpright)
                canvas.DrawRect(at, Low, StripePeriod * 0.45f, High - Low, paint);
            else
                canvas.DrawRect(Low, at, High - Low, StripePeriod * 0.45f, paint);
        }
    }

    private static void DrawChecks(SKCanvas canvas, SKPaint paint, SKPoint phase)
    {
        using var squares = new SKPath();
        int row = 0;
        for (float y = Low + (phase.Y % Square); y < High; y += Square, row++)
        {
            float start = Low + (phase.X % Square) + (row % 2 * Square);
            for (float x = start; x < High; x += 2 * Square)
                squares.AddRect(new SKRect(x, y, x + Square, y + Square));
        }

        canvas.DrawPath(squares, paint);
    }

    private static void DrawDots(SKCanvas canvas, SKPaint paint, SKPoint phase)
    {
        int row = 0;
        for (float y = Low + (phase.Y % DotSpacing); y < High; y += DotSpacing * 0.8f, row++)
        {
            float start = Low + (phase.X % DotSpacing) + (row % 2 * DotSpacing / 2);
            for (float x = start; x < High; x += DotSpacing)
                canvas.DrawCircle(x, y, DotRadius, paint);
        }
    }
}
