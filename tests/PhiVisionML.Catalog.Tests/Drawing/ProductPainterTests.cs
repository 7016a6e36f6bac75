using PhiVisionML.Catalog.Drawing;
using SkiaSharp;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Drawing;

public sealed class ProductPainterTests
{
    private const int Size = 112;

    private static readonly DrawnProduct Sample = DrawnProduct.Random(11, 4);

    [Fact]
    public void The_same_product_has_the_same_bytes()
    {
        foreach (DrawnProduct product in Enumerable.Range(0, 10).Select(i => DrawnProduct.Random(2, i)))
        {
            Assert.Equal(ProductPainter.PaintRgb(product, Size), ProductPainter.PaintRgb(product, Size));
            Assert.Equal(ProductPainter.PaintPng(product, Size), ProductPainter.PaintPng(product, Size));
            Assert.Equal(ProductPainter.PaintJpeg(product, Size), ProductPainter.PaintJpeg(product, Size));
        }
    }

    [Fact]
    public void The_same_bytes_come_from_many_threads()
    {
        byte[][] alone = [.. Enumerable.Range(0, 40).Select(i => ProductPainter.PaintRgb(DrawnProduct.Random(2, i), Size))];
        byte[][] together = new byte[40][];
        Parallel.For(0, 40, i => together[i] = ProductPainter.PaintRgb(DrawnProduct.Random(2, i), Size));
        Assert.Equal(alone, together);
    }

    [Fact]
    public void Bitmap_and_files_show_the_raw_pixels()
    {
        byte[] rgb = ProductPainter.PaintRgb(Sample, Size);
        using SKBitmap bitmap = ProductPainter.Paint(Sample, Size);
        using SKBitmap png = SKBitmap.Decode(ProductPainter.PaintPng(Sample, Size));
        using SKBitmap jpeg = SKBitmap.Decode(ProductPainter.PaintJpeg(Sample, Size));
        Assert.Equal(rgb, Rgb(bitmap));
        Assert.Equal(rgb, Rgb(png));
        Assert.InRange(Rgb(jpeg).Zip(rgb, (a, b) => Math.Abs(a - b)).Average(), 0, 8);
    }

    [Fact]
    public void Every_attribute_is_seen_in_the_picture()
    {
        foreach (DrawnProduct product in Enumerable.Range(0, 60).Select(i => DrawnProduct.Random(8, i)))
        {
            AssertSeen(product, product with { Kind = Next(product.Kind) }, 0.08);
            AssertSeen(product, product with { Colour = Next(product.Colour) }, 0.05);
            AssertSeen(product, product with { Pattern = Next(product.Pattern) }, 0.05);
            AssertSeen(product, product with { Stars = (product.Stars + 1) % 4 }, 0.015);
            AssertSeen(product, product with { Shiny = !product.Shiny }, 0.01);
            AssertSeen(product, product with { Background = Next(product.Background) }, 0.2);
            AssertSeen(product, product with { Seed = product.Seed + 1 }, 0.02);
        }
    }

    [Fact]
    public void A_product_stands_out_from_every_background_it_is_given()
    {
        foreach (ProductColour colour in Enum.GetValues<ProductColour>())
            foreach (ProductBackground background in Enum.GetValues<ProductBackground>().Where(b => DrawnProduct.SetsOff(b, colour)))
            {
                DrawnProduct product = Sample with
                {
                    Kind = ProductKind.Shirt,
                    Colour = colour,
                    Background = background,
                    Pattern = ProductPattern.Plain,
                    Stars = 0,
                    Shiny = false,
                };
                byte[] rgb = ProductPainter.PaintRgb(product, Size);
                (double Red, double Green, double Blue) shirt = Mean(rgb, Size / 2, Size / 2), corner = Mean(rgb, 6, 6);
                double distance = Math.Abs(shirt.Red - corner.Red) + Math.Abs(shirt.Green - corner.Green) + Math.Abs(shirt.Blue - corner.Blue);
                Assert.True(distance > 90, $"{colour} on {background}: {distance:F0}");
            }
    }

    [Fact]
    public void The_product_fills_the_frame_and_stays_inside()
    {
        foreach (DrawnProduct product in Enumerable.Range(0, 200).Select(i => DrawnProduct.Random(9, i)))
        {
            // What changes with the product's colour is the product.
            DrawnProduct bare = product with { Pattern = ProductPattern.Plain, Stars = 0, Shiny = false };
            byte[] one = ProductPainter.PaintRgb(bare with { Colour = ProductColour.Black }, Size);
            byte[] other = ProductPainter.PaintRgb(bare with { Colour = ProductColour.Yellow }, Size);
            int[] pixels = [.. Enumerable.Range(0, Size * Size).Where(pixel => Math.Abs(one[3 * pixel] - other[3 * pixel]) > 30)];
            int left = pixels.Min(pixel => pixel % Size), right = pixels.Max(pixel => pixel % Size);
            int top = pixels.Min(pixel => pixel / Size), bottom = pixels.Max(pixel => pixel / Size);
            Assert.InRange(Math.Max(right - left, bottom - top) / (double)Size, 0.58, 0.98);
            Assert.True(left > 0 && top > 0 && right < Size - 1 && bottom < Size - 1, $"{product} leaves the frame.");
        }
    }

    [Theory]
    [InlineData(55)]
    [InlineData(4097)]
    public void Refuses_sizes_that_cannot_be_seen_or_held(int size) =>
        Assert.Contains($"{size}", Assert.Throws<ArgumentOutOfRangeException>(() => ProductPainter.PaintRgb(Sample, size)).Message, StringComparison.Ordinal);

    [Fact]
    public void Refuses_four_stars() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ProductPainter.PaintRgb(Sample with { Stars = 4 }, Size));

    private static T Next<T>(T value)
        where T : struct, Enum
    {
        T[] values = Enum.GetValues<T>();
        return values[(Array.IndexOf(values, value) + 1) % values.Length];
    }

    private static void AssertSeen(DrawnProduct product, DrawnProduct changed, double share)
    {
        byte[] before = ProductPainter.PaintRgb(product, Size);
        byte[] after = ProductPainter.PaintRgb(changed, Size);
        int seen = Enumerable.Range(0, Size * Size).Count(pixel =>
            Enumerable.Range(3 * pixel, 3).Sum(at => Math.Abs(before[at] - after[at])) > 60);
        Assert.True(seen >= share * Size * Size, $"{product} → {changed}: {seen / (double)(Size * Size):P1} of the pixels changed.");
    }

    private static (double Red, double Green, double Blue) Mean(byte[] rgb, int x, int y)
    {
        var at = (from dy in Enumerable.Range(-3, 7) from dx in Enumerable.Range(-3, 7) select 3 * (((y + dy) * Size) + x + dx)).ToArray();
        return (at.Average(i => rgb[i]), at.Average(i => rgb[i + 1]), at.Average(i => rgb[i + 2]));
    }

    private static byte[] Rgb(SKBitmap bitmap) => [.. bitmap.Pixels.SelectMany(pixel => new[] { pixel.Red, pixel.Green, pixel.Blue })];
}
