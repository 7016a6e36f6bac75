using PhiVisionML.MLNet.FineTuning;
using PhiVisionML.Model;
using PhiVisionML.Model.Images;
using Xunit;

namespace PhiVisionML.MLNet.Tests.FineTuning;

public sealed class PictureAugmenterTests
{
    private static readonly ImageProcessor Processor = new(new ImageProcessorConfig { NumCrops = 1, CropSize = 56, NumImgTokens = 4 });

    [Fact]
    public void The_same_numbers_make_the_same_picture_and_others_another()
    {
        var picture = Picture();

        var first = PictureAugmenter.Change(picture, 0, new SplitMix64(1));

        Assert.Equal(first.Pixels, PictureAugmenter.Change(picture, 0, new SplitMix64(1)).Pixels);
        Assert.NotEqual(first.Pixels.ToArray(), PictureAugmenter.Change(picture, 0, new SplitMix64(2)).Pixels.ToArray());
        Assert.Equal(picture.Layout, first.Layout);
    }

    [Fact]
    public void What_is_shown_stays_and_is_mirrored_half_of_the_time()
    {
        var changed = Enumerable.Range(0, 40).Select(seed => PictureAugmenter.Change(Picture(), 0, new SplitMix64((ulong)seed)).Pixels.ToArray()).ToList();

        // Dark on the left, light on the right.
        int mirrored = changed.Count(pixels => At(pixels, 14) > At(pixels, 42));
        Assert.InRange(mirrored, 10, 30);
        Assert.All(changed, pixels => Assert.True(Math.Abs(At(pixels, 14) - At(pixels, 42)) > 80));
    }

    private static byte At(byte[] pixels, int x) => pixels[((28 * 56) + x) * 3];

    private static HdPicture Picture()
    {
        var pixels = new byte[56 * 56 * 3];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(i / 3 % 56 < 28 ? 60 : 180);
        return Processor.Process(RgbPicture.FromRgb(56, 56, pixels));
    }
}
