using PhiVisionML.Model.Images;
using Xunit;

namespace PhiVisionML.Model.Tests.Images;

public class BilinearResizerTests
{
    [Theory]
    [InlineData(1, 1, 5, 3)]
    [InlineData(2, 7, 2, 3)]
    [InlineData(7, 2, 3, 2)]
    [InlineData(9, 9, 9, 9)]
    [InlineData(31, 17, 64, 40)]
    [InlineData(100, 61, 13, 7)]
    [InlineData(500, 3, 21, 90)]
    [InlineData(33, 200, 100, 1)]
    public void Both_orders_of_passes_equal_the_plain_computation(int width, int height, int newWidth, int newHeight)
    {
        RgbPicture picture = TestPictures.Noise(width, height, seed: width * 1000 + height);
        byte[] source = picture.Pixels.ToArray();
        byte[] widthFirst = PlainDown(PlainAcross(source, width, height, newWidth), newWidth, height, newHeight);
        byte[] heightFirst = PlainAcross(PlainDown(source, width, height, newHeight), width, newHeight, newWidth);

        Assert.Equal(widthFirst, Resize(picture, newWidth, newHeight, verticalFirst: false));
        Assert.Equal(heightFirst, Resize(picture, newWidth, newHeight, verticalFirst: true));
    }

    [Theory]
    [InlineData(20, 10)]
    [InlineData(20, 30)]
    [InlineData(40, 30)]
    [InlineData(40, 10)]
    public void Nothing_beside_the_target_rows_is_touched(int newWidth, int newHeight)
    {
        RgbPicture picture = TestPictures.Noise(20, 30, seed: 1);
        int stride = newWidth * 3 + 11;
        byte[] target = new byte[stride * newHeight];
        Array.Fill(target, (byte)77);
        BilinearResizer.Resize(picture, newWidth, newHeight, target, stride, verticalFirst: false);
        byte[] tight = Resize(picture, newWidth, newHeight, verticalFirst: false);
        for (int y = 0; y < newHeight; y++)
        {
            Assert.Equal(tight[(y * newWidth * 3)..((y + 1) * newWidth * 3)], target[(y * stride)..(y * stride + newWidth * 3)]);
            Assert.All(target[(y * stride + newWidth * 3)..((y + 1) * stride)], level => Assert.Equal(77, level));
        }
    }

    [Fact]
    public void White_stays_white_and_black_stays_black()
    {
        foreach (byte level in new byte[] { 0, 255 })
        {
            byte[] pixels = new byte[301 * 203 * 3];
            Array.Fill(pixels, level);
            byte[] resized = Resize(RgbPicture.FromRgb(301, 203, pixels), 97, 412, verticalFirst: false);
            Assert.All(resized, found => Assert.Equal(level, found));
        }
    }

    private static byte[] Resize(RgbPicture picture, int width, int height, bool verticalFirst)
    {
        byte[] target = new byte[width * height * 3];
        BilinearResizer.Resize(picture, width, height, target, width * 3, verticalFirst);
        return target;
    }

    private static byte[] PlainAcross(byte[] source, int width, int height, int newWidth)
    {
        if (newWidth == width)
            return source;
        byte[] target = new byte[newWidth * height * 3];
        for (int i = 0; i < target.Length; i++)
        {
            int channel = i % 3, x = i / 3 % newWidth, y = i / 3 / newWidth;
            target[i] = Weigh(x, width, newWidth, tap => source[(y * width + tap) * 3 + channel]);
        }

        return target;
    }

    private static byte[] PlainDown(byte[] source, int width, int height, int newHeight)
    {
        if (newHeight == height)
            return source;
        byte[] target = new byte[width * newHeight * 3];
        for (int i = 0; i < target.Length; i++)
        {
            int column = i % (width * 3), y = i / (width * 3);
            target[i] = Weigh(y, height, newHeight, tap => source[tap * width * 3 + column]);
        }

        return target;
    }

    /// <summary>One number by the rule in the model's description: a triangle around the centre, 22 fraction bits.</summary>
    private static byte Weigh(int target, int sourceSize, int targetSize, Func<int, byte> levelAt)
    {
        double scale = (double)sourceSize / targetSize, support = Math.Max(scale, 1), centre = (target + 0.5) * scale;
        int low = Math.Max(0, (int)(centre - support + 0.5)), high = Math.Min(sourceSize, (int)(centre + support + 0.5));
        double[] weights = [.. Enumerable.Range(low, high - low).Select(i => Math.Max(0, 1 - Math.Abs((i - centre + 0.5) * (1 / support))))];
        double sum = weights.Sum();
        int level = 1 << 21;
        for (int i = low; i < high; i++)
            level += levelAt(i) * (int)(0.5 + weights[i - low] / sum * (1 << 22));
        return (byte)Math.Clamp(level >> 22, 0, 255);
    }
}
