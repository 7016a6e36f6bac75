using PhiVisionML.Model.Images;
using Xunit;

namespace PhiVisionML.Model.Tests.Images;

public class RgbPictureTests
{
    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(5, 3, 0)]
    [InlineData(6, 2, 4)]
    [InlineData(33, 4, 12)]
    public void Four_byte_pixels_lose_their_alpha_and_the_gaps_between_rows(int width, int height, int gap)
    {
        int stride = 4 * width + gap;
        byte[] pixels = new byte[stride * height - gap];
        new Random(9).NextBytes(pixels);
        byte[] Expected(int red) =>
        [
            .. from y in Enumerable.Range(0, height)
               from x in Enumerable.Range(0, width)
               from channel in new[] { red, 1, 2 - red }
               select pixels[y * stride + 4 * x + channel],
        ];

        Assert.Equal(Expected(0), RgbPicture.FromRgba(pixels, width, height, stride).Pixels.ToArray());
        Assert.Equal(Expected(2), RgbPicture.FromBgra(pixels, width, height, stride).Pixels.ToArray());
    }

    [Fact]
    public void Alpha_blends_onto_white_in_both_orders()
    {
        byte[] pixels = [10, 20, 30, 0, 100, 150, 200, 255, 0, 51, 255, 51];
        Assert.Equal([255, 255, 255, 100, 150, 200, 204, 214, 255], RgbPicture.FromRgba(pixels, 3, 1, 12, blendAlphaOntoWhite: true).Pixels.ToArray());
        Assert.Equal([255, 255, 255, 200, 150, 100, 255, 214, 204], RgbPicture.FromBgra(pixels, 3, 1, 12, blendAlphaOntoWhite: true).Pixels.ToArray());
    }

    [Fact]
    public void Sizes_that_do_not_fit_the_bytes_are_refused_with_both_numbers()
    {
        string message = Assert.Throws<ArgumentException>(() => RgbPicture.FromRgb(3, 2, new byte[17])).Message;
        Assert.Contains("18", message, StringComparison.Ordinal);
        Assert.Contains("17", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => RgbPicture.FromRgba(new byte[23], 3, 2, 12));
        Assert.Throws<ArgumentOutOfRangeException>(() => RgbPicture.FromBgra(new byte[24], 3, 2, 11));
        Assert.Throws<ArgumentOutOfRangeException>(() => RgbPicture.FromRgb(0, 2, ReadOnlyMemory<byte>.Empty));
        Assert.Throws<ArgumentException>(() => RgbPicture.FromRgb(int.MaxValue, int.MaxValue, new byte[3]));
    }
}
