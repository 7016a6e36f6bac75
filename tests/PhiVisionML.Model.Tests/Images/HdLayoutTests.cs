using System.Text.Json;
using PhiVisionML.Model.Images;
using Xunit;

namespace PhiVisionML.Model.Tests.Images;

public class HdLayoutTests
{
    [Fact]
    public void Sizes_and_token_counts_equal_the_published_processor_s_in_all_872_cases()
    {
        JsonElement[] cases = [.. GoldenImages.Cases(GoldenImages.Cut).GetProperty("sizes").EnumerateArray()];
        Assert.Equal(872, cases.Length);
        foreach (JsonElement expected in cases)
        {
            int[] n = [.. expected.EnumerateArray().Select(number => number.GetInt32())];
            HdLayout layout = HdLayout.For(n[1], n[2], n[0]);
            Assert.Equal((n[3], n[4], n[5]), (layout.Width, layout.Height, layout.Tokens));
        }
    }

    [Theory]
    [InlineData(28, 28, 16, 1344, 1344, 2509)]
    [InlineData(1344, 1344, 4, 672, 672, 757)]
    [InlineData(1274, 1580, 16, 1344, 1344, 2509)]
    [InlineData(640, 480, 16, 1344, 1008, 1921)]
    [InlineData(640, 480, 4, 672, 672, 757)]
    [InlineData(640, 480, 1, 336, 336, 313)]
    [InlineData(480, 640, 16, 1008, 1344, 1933)]
    [InlineData(1000, 563, 16, 1680, 1008, 2353)]
    [InlineData(672, 336, 16, 1680, 1008, 2353)]
    [InlineData(672, 336, 4, 672, 336, 457)]
    [InlineData(97, 331, 16, 672, 2016, 1957)]
    [InlineData(97, 331, 4, 336, 1008, 625)]
    [InlineData(800, 50, 16, 5376, 336, 2473)]
    [InlineData(800, 50, 4, 1344, 336, 745)]
    [InlineData(50, 800, 16, 336, 5376, 2653)]
    [InlineData(50, 800, 4, 336, 1344, 781)]
    public void A_picture_gets_the_size_and_tokens_of_the_model_s_description(int width, int height, int numCrops, int wide, int high, int tokens)
    {
        HdLayout layout = HdLayout.For(width, height, numCrops);
        Assert.Equal((wide, high, tokens), (layout.Width, layout.Height, layout.Tokens));
    }

    [Fact]
    public void Portrait_pictures_have_their_white_bars_left_and_right()
    {
        HdLayout layout = HdLayout.For(203, 911, 4);
        Assert.True(layout.Transposed);
        Assert.Equal((299, 1344), (layout.ResizedWidth, layout.ResizedHeight));
        Assert.Equal((18, 0), (layout.PadLeft, layout.PadTop));
        Assert.Equal((1, 4), (layout.TilesWide, layout.TilesHigh));
    }

    [Fact]
    public void Tokens_are_the_features_of_the_crops_and_a_separator_for_every_row_and_between_the_views()
    {
        HdLayout layout = HdLayout.For(300, 100, 4, cropSize: 56, tokensPerSide: 2);
        Assert.Equal((3, 1, 4), (layout.TilesWide, layout.TilesHigh, layout.Crops));
        int tileRows = 2 * (3 * 2 + 1), globalRows = 2 * (2 + 1);
        Assert.Equal(tileRows + 1 + globalRows, layout.Tokens);
        Assert.Equal((168, 56), (layout.Width, layout.Height));
        Assert.Equal(168 * 56 * 3, layout.ByteCount);
        Assert.Equal(4 * 3 * 56 * 56, layout.PixelValueCount);
    }

    [Theory]
    [InlineData(5000, 1)]
    [InlineData(1, 5000)]
    public void A_picture_so_thin_that_nothing_is_left_is_refused_with_its_numbers(int width, int height)
    {
        PictureRefusedException refusal = Assert.Throws<PictureRefusedException>(() => HdLayout.For(width, height, 4));
        Assert.Contains($"{width}x{height}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("1344", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, HdLayout.For(5000, 1, 16).ResizedHeight);
    }

    [Theory]
    [InlineData(0, 1, 1, 1, 1)]
    [InlineData(1, -1, 1, 1, 1)]
    [InlineData(1, 1, 0, 1, 1)]
    [InlineData(1, 1, 1, 0, 1)]
    [InlineData(1, 1, 1, 1, 0)]
    public void Numbers_below_one_are_refused(int width, int height, int numCrops, int cropSize, int tokensPerSide) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => HdLayout.For(width, height, numCrops, cropSize, tokensPerSide));

    [Fact]
    public void More_crops_than_fit_into_memory_are_refused()
    {
        Assert.Contains("10000 crops of 336x336", Assert.Throws<ArgumentOutOfRangeException>(() => HdLayout.For(9, 9, 10_000)).Message, StringComparison.Ordinal);
        Assert.Equal(79 * 79 + 1, HdLayout.For(9, 9, 6_330).Crops);
    }
}
