using SkiaSharp;

namespace PhiVisionML.Catalog.Drawing;

/// <summary>The marks that move a price: the label with gold stars, and the gleam and sparkles of a shiny material.</summary>
internal static class ProductMarks
{
    private const float StarRadius = 7.6f;
    private const float StarSpacing = 15;
    private const float LabelHeight = 18;

    public static void DrawStarLabel(SKCanvas canvas, int stars, SKPoint middle, float tiltDegrees)
    {
        canvas.Save();
        canvas.Translate(middle);
        canvas.RotateDegrees(tiltDegrees);
        float half = ((stars * StarSpacing) + 4) / 2;
        var frame = new SKRect(-half, -LabelHeight / 2, half, LabelHeight / 2);
        using var paint = new SKPaint { Color = SKColors.White, IsAntialias = true };
        canvas.DrawRoundRect(SKRect.Inflate(frame, 1.6f, 1.6f), 4, 4, paint);
        paint.Color = ProductPalette.LabelBlue;
        canvas.DrawRoundRect(frame, 3, 3, paint);
        paint.Color = ProductPalette.Gold;
        for (int star = 0; star < stars; star++)
        {
            float x = (star - ((stars - 1) / 2f)) * StarSpacing;
            using SKPath path = Star(new SKPoint(x, 0.6f), points: 5, StarRadius, StarRadius * 0.45f);
            canvas.DrawPath(path, paint);
        }

        canvas.Restore();
    }

    /// <summary>Two slanted bands of light; the caller clips to the product.</summary>
    public static void DrawGleam(SKCanvas canvas, SKPoint at)
    {
        using var paint = new SKPaint
        {
            Color = ProductPalette.Glint.WithAlpha(130),
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            StrokeWidth = 7,
        };
        canvas.DrawLine(at.X + 50, at.Y - 50, at.X - 50, at.Y + 50, paint);
        paint.StrokeWidth = 3;
        canvas.DrawLine(at.X + 60, at.Y - 50, at.X - 40, at.Y + 50, paint);
    }

    public static void DrawSparkles(SKCanvas canvas, SKPoint at)
    {
        DrawSparkle(canvas, at, 12);
        DrawSparkle(canvas, at + new SKPoint(13, 9), 7);
    }

    private static void DrawSparkle(SKCanvas canvas, SKPoint at, float radius)
    {
        using SKPath path = Star(at, points: 4, radius, radius * 0.3f);
        using var paint = new SKPaint
        {
            Color = ProductPalette.Ink,
            IsAntialias = true,
            Style = SKPaintStyle.StrokeAndFill,
            StrokeWidth = 2.4f,
            StrokeJoin = SKStrokeJoin.Round,
        };
        canvas.DrawPath(path, paint);
        paint.Color = ProductPalette.Glint;
        paint.Style = SKPaintStyle.Fill;
        canvas.DrawPath(path, paint);
    }

    private static SKPath Star(SKPoint middle, int points, float outer, float inner)
    {
        var path = new SKPath();
        var corners = new SKPoint[2 * points];
        for (int corner = 0; corner < corners.Length; corner++)
        {
            double angle = (Math.PI * corner / points) - (Math.PI / 2);
            float radius = corner % 2 == 0 ? outer : inner;
            corners[corner] = middle + new SKPoint(radius * (float)Math.Cos(angle), radius * (float)Math.Sin(angle));
        }

        path.AddPoly(corners, close: true);
        return path;
    }
}
