using PhiVisionML.Model.Images;
using SkiaSharp;
using Xunit;

namespace PhiVisionML.Model.Tests.Images;

public class ExifOrientationTests
{
    private static readonly PictureDecoderOptions Upright = new() { ApplyExifOrientation = true };

    /// <summary>For each orientation, the stored 3x2 picture "abc/def" as it stands upright.</summary>
    [Theory]
    [InlineData(1, "abc/def")]
    [InlineData(2, "cba/fed")]
    [InlineData(3, "fed/cba")]
    [InlineData(4, "def/abc")]
    [InlineData(5, "ad/be/cf")]
    [InlineData(6, "da/eb/fc")]
    [InlineData(7, "fc/eb/da")]
    [InlineData(8, "cf/be/ad")]
    public void Every_orientation_moves_every_pixel_to_its_place(int orientation, string expected)
    {
        RgbPicture stored = RgbPicture.FromRgb(3, 2, "aaabbbcccdddeeefff"u8.ToArray());
        RgbPicture upright = ExifOrientation.Upright(stored, (SKEncodedOrigin)orientation);
        string[] rows = expected.Split('/');
        Assert.Equal((rows[0].Length, rows.Length), (upright.Width, upright.Height));
        Assert.Equal(string.Concat(rows).SelectMany(letter => Enumerable.Repeat((byte)letter, 3)), upright.Pixels.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void A_jpeg_is_turned_only_when_asked(byte orientation)
    {
        byte[] plain = PictureFiles.Encode(TestPictures.Gradient(48, 32), SKEncodedImageFormat.Jpeg, 90);
        byte[] marked = PictureFiles.WithExifOrientation(plain, orientation);
        RgbPicture stored = PictureDecoder.Decode(plain);
        Assert.Equal(stored.Pixels.ToArray(), PictureDecoder.Decode(marked).Pixels.ToArray());

        RgbPicture expected = ExifOrientation.Upright(stored, (SKEncodedOrigin)orientation);
        RgbPicture upright = PictureDecoder.Decode(marked, Upright);
        Assert.Equal((expected.Width, expected.Height), (upright.Width, upright.Height));
        Assert.Equal(expected.Pixels.ToArray(), upright.Pixels.ToArray());
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(5, 1)]
    public void A_line_of_pixels_is_turned_too(int width, int height)
    {
        RgbPicture upright = ExifOrientation.Upright(TestPictures.Gradient(width, height), SKEncodedOrigin.RightTop);
        Assert.Equal((height, width), (upright.Width, upright.Height));
    }
}
