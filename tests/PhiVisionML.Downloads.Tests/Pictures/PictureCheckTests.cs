using System.Text;
using PhiVisionML.Downloads.Pictures;
using SkiaSharp;
using Xunit;

namespace PhiVisionML.Downloads.Tests.Pictures;

public class PictureCheckTests
{
    public static TheoryData<string, byte[], int> Pictures => new()
    {
        { "jpg", TestPictures.Encode(1, SKEncodedImageFormat.Jpeg), 20 },
        { "png", TestPictures.Encode(1, SKEncodedImageFormat.Png), 20 },
        { "webp", TestPictures.Encode(1, SKEncodedImageFormat.Webp), 20 },
        { "gif", TestPictures.Gif(), 1 },
        { "bmp", TestPictures.Bmp(), 2 },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Pictures))]
    public void The_bytes_say_what_a_picture_is(string extension, byte[] bytes, int size)
        => Assert.Equal((extension, size, size), PictureCheck.Examine(bytes, maxPixels: 400));

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Pictures))]
    public void A_picture_that_is_cut_off_anywhere_is_refused(string extension, byte[] bytes, int size)
    {
        // Formats end with bytes that hold no pixels: checksums and marks of the end.
        var needed = bytes.Length - (extension is "gif" ? 4 : extension is "png" ? 24 : 2);
        for (var length = 0; length < needed; length++)
        {
            var refused = Assert.Throws<PictureException>(() => PictureCheck.Examine(bytes.AsSpan(0, length), maxPixels: size * size));
            if (length > 12) Assert.True(refused.Reason is "cut_off" or "damaged", $"{extension} of {length} bytes: {refused.Message}");
        }
    }

    [Fact]
    public void Pixels_are_counted_before_anything_is_decoded()
    {
        Assert.InRange(TestPictures.Bomb.Length, 1, 100_000);
        var refused = Assert.Throws<PictureException>(() => PictureCheck.Examine(TestPictures.Bomb, maxPixels: 99_999_999));
        Assert.Equal(("too_many_pixels", "The picture has 10000 × 10000 = 100000000 pixels, more than the 99999999 allowed; scale it down."), (refused.Reason, refused.Message));
    }

    [Theory]
    [InlineData("<!DOCTYPE html><title>Log in</title>", "a web page")]
    [InlineData("\uFEFF \n<HTML lang=en>", "a web page")]
    [InlineData("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing")]
    [InlineData("<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "XML")]
    [InlineData("{\"error\":\"no\"}", "JSON")]
    [InlineData("%PDF-1.7", "a PDF document")]
    [InlineData("Not found", "text")]
    [InlineData("\0\0\0\u001cftypavif\0\0\0\0", "an AVIF picture")]
    [InlineData("\0\0\0\u001cftypheic\0\0\0\0", "a HEIF picture")]
    [InlineData("II*\0\0\0\0\0", "a TIFF picture")]
    [InlineData("\u0001\u0002\u0003", "bytes of an unknown kind")]
    public void What_is_no_picture_is_named(string content, string name)
    {
        var refused = Assert.Throws<PictureException>(() => PictureCheck.Examine(Encoding.UTF8.GetBytes(content), maxPixels: 100));
        Assert.Equal("not_a_picture", refused.Reason);
        Assert.StartsWith($"The server sent {name}, ", refused.Message, StringComparison.Ordinal);
    }
}
