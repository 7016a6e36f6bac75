using SkiaSharp;

namespace PhiVisionML.Catalog.Drawing;

/// <summary>Draws one product and its surroundings on a 100 × 100 field, back to front.</summary>
internal sealed class ProductScene(DrawnProduct product)
{
    private const float Field = 100;
    private static readonly SKPoint Centre = new(Field / 2, Field / 2);

    private readonly PictureVariation _variation = PictureVariation.From(product.Seed);
    private readonly ProductOutline _outline = ProductOutline.Of(product.Kind);
    private readonly SKColor _shade = ProductPalette.ShadeOf(product.Colour);

    public void DrawOn(SKCanvas canvas)
    {
        DrawBackdrop(canvas);
        PlaceProduct(canvas);
        using SKPath body = SKPath.ParseSvgPathData(_outline.Body);
        DrawBack(canvas);
        using (var paint = new SKPaint { Color = ProductPalette.Of(product.Colour), IsAntialias = true })
            canvas.DrawPath(body, paint);
        DrawPrint(canvas, body);
        DrawShadeAndSeams(canvas, body);
        if (product.Shiny)
            ProductMarks.DrawSparkles(canvas, _outline.Sparkle);
        if (product.Stars > 0)
            ProductMarks.DrawStarLabel(canvas, product.Stars, _outline.Label + _variation.LabelShift, _variation.LabelTiltDegrees);
    }

    private void DrawBackdrop(SKCanvas canvas)
    {
        SKColor wall = ProductPalette.Of(product.Background);
        using var shader = SKShader.CreateLinearGradient(
            new SKPoint(0, 0), new SKPoint(0, Field),
            [ProductPalette.Scale(wall, _variation.Light.Top), ProductPalette.Scale(wall, _variation.Light.Bottom)],
            SKShaderTileMode.Clamp);
        using (var paint = new SKPaint { Shader = shader })
            canvas.DrawRect(0, 0, Field, Field, paint);

        using var shadow = new SKPaint { Color = SKColors.Black.WithAlpha((byte)(_variation.ShadowAlpha / 2)) };
        if (_variation.FloorAt is { } floor)
            canvas.DrawRect(0, floor, Field, Field - floor, shadow);
        shadow.Color = SKColors.Black.WithAlpha(_variation.ShadowAlpha);
        shadow.IsAntialias = true;
        canvas.DrawOval(Centre.X + _variation.Shift.X, 90 + _variation.Shift.Y, 36 * _variation.Scale, 5, shadow);
    }

    private void PlaceProduct(SKCanvas canvas)
    {
        canvas.Translate(Centre + _variation.Shift);
        canvas.RotateDegrees(_variation.TiltDegrees);
        canvas.Scale(_variation.Mirrored ? -_variation.Scale : _variation.Scale, _variation.Scale);
        canvas.Translate(-Centre.X, -Centre.Y);
    }

    private void DrawBack(SKCanvas canvas)
    {
        if (_outline.Back.Length == 0)
            return;
        using SKPath back = SKPath.ParseSvgPathData(_outline.Back);
        using var paint = Stroke(_shade, _outline.BackWidth);
        canvas.DrawPath(back, paint);
    }

    private void DrawPrint(SKCanvas canvas, SKPath body)
    {
        canvas.Save();
        canvas.ClipPath(body, SKClipOperation.Intersect, antialias: true);
        ProductPrint.Draw(canvas, product, _variation);
        if (product.Shiny)
            ProductMarks.DrawGleam(canvas, _outline.Sparkle);
        canvas.Restore();
    }

    private void DrawShadeAndSeams(SKCanvas canvas, SKPath body)
    {
        using var line = Stroke(_shade, 1.6f);
        canvas.DrawPath(body, line);
        if (_outline.Seams.Length > 0)
        {
            using SKPath seams = SKPath.ParseSvgPathData(_outline.Seams);
            canvas.DrawPath(seams, line);
        }

        if (_outline.Shade.Length > 0)
        {
            using SKPath shade = SKPath.ParseSvgPathData(_outline.Shade);
            using var fill = new SKPaint { Color = _shade, IsAntialias = true };
            canvas.DrawPath(shade, fill);
        }
    }

    private static SKPaint Stroke(SKColor colour, float width) => new()
    {
        Color = colour,
        IsAntialias = true,
        Style = SKPaintStyle.Stroke,
        StrokeWidth = width,
        StrokeCap = SKStrokeCap.Round,
        StrokeJoin = SKStrokeJoin.Round,
    };
}
