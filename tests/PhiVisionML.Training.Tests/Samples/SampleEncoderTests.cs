using PhiVisionML.Model.Images;
using PhiVisionML.Training.Samples;
using Xunit;

namespace PhiVisionML.Training.Tests.Samples;

public class SampleEncoderTests
{
    private static readonly HdPicture Picture = ColourTask.Row(0, 0).Pictures[0];   // 13 tokens

    private static readonly int[] Prompt = [1, .. Enumerable.Repeat(-1, 13), 7, 8];

    [Fact]
    public void Only_the_answer_is_learned()
    {
        var sample = new SampleEncoder(20).Encode("shoe", Prompt, [50, 51, 2, 0], [Picture]);
        Assert.Equal([.. Prompt, 50, 51, 2, 0], sample.Ids);
        Assert.Equal([.. Enumerable.Repeat(-100, 16), 50, 51, 2, 0], sample.Labels);
        Assert.Equal(new SampleSize(20, 4), sample.Size);
        Assert.Equal(Prompt, sample.PromptIds());
    }

    [Fact]
    public void A_row_whose_answer_would_be_cut_is_refused_with_its_name_and_both_numbers()
    {
        var refused = Assert.Throws<SampleRefusedException>(() => new SampleEncoder(19).Encode("shoe", Prompt, [50, 51, 2, 0], [Picture]));
        Assert.Equal("shoe", refused.SampleId);
        Assert.Contains("'shoe' has 20 tokens", refused.Message, StringComparison.Ordinal);
        Assert.Contains("19 allowed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Places_that_do_not_fit_the_pictures_are_refused_with_both_numbers()
    {
        var refused = Assert.Throws<SampleRefusedException>(() => new SampleEncoder(99).Encode("shoe", [1, -1, -1, 7], [50], [Picture]));
        Assert.Contains("2 picture places", refused.Message, StringComparison.Ordinal);
        Assert.Contains("13 vectors", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void A_row_without_prompt_or_without_answer_is_refused(int prompt, int answer)
        => Assert.Throws<SampleRefusedException>(() => new SampleEncoder(99).Encode("shoe", new int[prompt], new int[answer], []));

    [Fact]
    public void A_picture_of_another_size_gets_places_of_its_own_number()
    {
        var wide = new ImageProcessor(new ImageProcessorConfig { NumCrops = 2, CropSize = 56, NumImgTokens = 4 }).Process(RgbPicture.FromRgb(112, 56, new byte[112 * 56 * 3]));
        Assert.Equal(17, wide.Layout.Tokens);
        var other = new SampleEncoder(99).Encode("two", [1, .. Enumerable.Repeat(-1, 13), .. Enumerable.Repeat(-2, 13), 5], [50, 2], [Picture, Picture]).WithPictures([Picture, wide]);
        Assert.Equal([1, .. Enumerable.Repeat(-1, 13), .. Enumerable.Repeat(-2, 17), 5, 50, 2], other.Ids);
        Assert.Equal([.. Enumerable.Repeat(-100, 32), 50, 2], other.Labels);
    }
}
