using PhiVisionML.Model.Images;
using Xunit;

namespace PhiVisionML.Model.Tests.Images;

public class ImageProcessorConfigTests
{
    private const string Phi35 = """
        {
          "auto_map": { "AutoImageProcessor": "processing_phi3_v.Phi3VImageProcessor", "AutoProcessor": "processing_phi3_v.Phi3VProcessor" },
          "do_convert_rgb": true,
          "image_mean": [0.48145466, 0.4578275, 0.40821073],
          "image_processor_type": "Phi3VImageProcessor",
          "image_std": [0.26862954, 0.26130258, 0.27577711],
          "num_crops": 4,
          "num_img_tokens": 144,
          "processor_class": "Phi3VProcessor"
        }
        """;

    [Fact]
    public void The_published_file_is_read()
    {
        ImageProcessorConfig config = ImageProcessorConfig.FromJson(Phi35);
        Assert.Equal(new ImageProcessorConfig().WithNumCrops(4), config);
        Assert.Equal((4, 336, 12), (config.NumCrops, config.CropSize, config.TokensPerSide));
        Assert.Equal(new RgbLevels(0.48145466f, 0.4578275f, 0.40821073f), config.Mean);
        Assert.Equal(new RgbLevels(0.26862954f, 0.26130258f, 0.27577711f), config.Std);
    }

    [Fact]
    public void What_is_written_is_read_back_as_it_was()
    {
        var config = new ImageProcessorConfig { NumCrops = 3, NumImgTokens = 16, CropSize = 112, Mean = new RgbLevels(0.1f, 0.2f, 0.3f) };
        Assert.Equal(config, ImageProcessorConfig.FromJson(config.ToJson()));
    }

    [Fact]
    public void Absent_keys_take_the_published_defaults_and_our_own_key_sets_the_crop_size()
    {
        ImageProcessorConfig config = ImageProcessorConfig.FromJson("""{"image_processor_type": "Phi3VImageProcessor", "crop_size": 112, "num_img_tokens": 16}""");
        Assert.Equal((1, 112, 4), (config.NumCrops, config.CropSize, config.TokensPerSide));
        Assert.Equal(new ImageProcessorConfig().Mean, config.Mean);
    }

    [Theory]
    [InlineData("""{"image_processor_type": "CLIPImageProcessor"}""", "CLIPImageProcessor")]
    [InlineData("""{"num_crops": 4}""", "image_processor_type")]
    [InlineData("""{"image_processor_type": "Phi3VImageProcessor", "do_convert_rgb": false}""", "do_convert_rgb")]
    [InlineData("""{"image_processor_type": "Phi3VImageProcessor", "num_crops": 0}""", "NumCrops")]
    [InlineData("""{"image_processor_type": "Phi3VImageProcessor", "num_crops": 1.5}""", "num_crops is 1.5")]
    [InlineData("""{"image_processor_type": "Phi3VImageProcessor", "num_crops": "four"}""", "num_crops is \"four\"")]
    [InlineData("""{"image_processor_type": "Phi3VImageProcessor", "num_img_tokens": 145}""", "145")]
    [InlineData("""{"image_processor_type": "Phi3VImageProcessor", "image_mean": [0.5, 0.5]}""", "image_mean")]
    [InlineData("""{"image_processor_type": "Phi3VImageProcessor", "image_mean": 0.5}""", "image_mean")]
    [InlineData("""{"image_processor_type": "Phi3VImageProcessor", "image_std": [1, 0, 1]}""", "(1, 0, 1)")]
    [InlineData("[]", "preprocessor_config.json")]
    [InlineData("{", "preprocessor_config.json")]
    public void What_is_not_supported_is_refused_by_name(string json, string named) =>
        Assert.Contains(named, Assert.Throws<InvalidDataException>(() => ImageProcessorConfig.FromJson(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Values_out_of_range_are_refused_when_they_are_set()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageProcessorConfig().WithNumCrops(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageProcessorConfig { CropSize = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageProcessorConfig { Std = new RgbLevels(1, float.NaN, 1) });
    }
}
