using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Catalog.Pictures;
using SkiaSharp;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Pictures;

public class NearDuplicateTests
{
    private const int Count = 60;

    private static readonly PictureFacts[] Originals = [.. Enumerable.Range(0, Count).Select(Copies.Original)];

    public static TheoryData<string> Ways => [.. Makers.Keys];

    private static readonly Dictionary<string, Func<byte[], byte[]>> Makers = new()
    {
        ["JPEG at quality 40"] = picture => Copies.Reencoded(picture, SKEncodedImageFormat.Jpeg, 40),
        ["WebP"] = picture => Copies.Reencoded(picture, SKEncodedImageFormat.Webp, 50),
        ["PNG"] = picture => Copies.Reencoded(picture, SKEncodedImageFormat.Png, 100),
        ["half the size"] = Copies.Halved,
        ["cropped by 3 %"] = Copies.Cropped,
        ["cropped, halved and encoded again"] = picture => Copies.Reencoded(Copies.Halved(Copies.Cropped(picture)), SKEncodedImageFormat.Jpeg, 60),
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_copy_is_the_same_photo(string way)
    {
        var missed = Enumerable.Range(0, Count).Where(i =>
            !NearDuplicate.IsSamePhoto(Originals[i].Fingerprint!, PictureReader.Read(Makers[way](ProductPainter.PaintJpeg(Copies.Product(i), 336)), "copy").Fingerprint!));
        Assert.Empty(missed);
    }

    [Fact]
    public void Different_products_are_different_photos()
    {
        var confused = from i in Enumerable.Range(0, Count) from j in Enumerable.Range(0, i) where NearDuplicate.IsSamePhoto(Originals[i].Fingerprint!, Originals[j].Fingerprint!) select (i, j);
        Assert.Empty(confused);
    }

    [Fact]
    public void The_same_shot_in_another_colour_looks_alike_but_is_not_the_same_photo()
    {
        var red = Copies.Product(0) with { Kind = ProductKind.Mug, Pattern = ProductPattern.Plain, Stars = 0, Background = ProductBackground.White, Colour = ProductColour.Red };
        var pictures = Enum.GetValues<ProductColour>().Select(colour => PictureReader.Read(ProductPainter.PaintJpeg(red with { Colour = colour }, 336), "mug").Fingerprint!).ToArray();
        for (int i = 0; i < pictures.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Assert.False(NearDuplicate.IsSamePhoto(pictures[i], pictures[j]), $"{(ProductColour)i} and {(ProductColour)j}");
                Assert.True(NearDuplicate.LooksAlike(pictures[i], pictures[j]), $"{(ProductColour)i} and {(ProductColour)j}: {PictureShape.Distance(pictures[i].Shape, pictures[j].Shape)}");
            }
        }
    }

    [Fact]
    public void Flat_pictures_are_no_photos_of_each_other()
    {
        var flat = new[] { SKColors.White, SKColors.White, SKColors.Gray }.Select(colour => PictureReader.Read(Plain(colour), "flat")).ToArray();
        Assert.All(flat, picture => Assert.True(picture.Fingerprint!.IsFlat));
        Assert.Empty(NearDuplicateGroups.Find(flat, TestContext.Current.CancellationToken));
        Assert.False(Originals[0].Fingerprint!.IsFlat);
    }

    private static byte[] Plain(SKColor colour)
    {
        using var surface = SKSurface.Create(new SKImageInfo(300, 200));
        surface.Canvas.Clear(colour);
        using var image = surface.Snapshot();
        return Copies.Encode(image, SKEncodedImageFormat.Jpeg, 80);
    }
}
