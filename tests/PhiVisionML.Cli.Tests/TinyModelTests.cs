using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Cli.TinyModel;
using PhiVisionML.Model;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Text;
using PhiVisionML.Training.Samples;
using Xunit;
using static TorchSharp.torch;

namespace PhiVisionML.Cli.Tests;

public class TinyModelTests
{
    private const long LargestFolder = 12_000_000;

    private static ImageProcessor Processor { get; } = new(TinyModelConfig.Pictures);

    [Fact]
    public void The_model_that_ships_loads_is_small_and_has_the_shape_of_the_recipe()
    {
        using var model = PhiVisionModel.Load(BaseModel.Tiny);
        Assert.Equivalent(TinyModelConfig.Network(model.Tokenizer.VocabularySize, model.Tokenizer.EndOfTextId), model.Network.Config, strict: true);
        Assert.True(Directory.GetFiles(BaseModel.Tiny).Sum(f => new FileInfo(f).Length) <= LargestFolder);
    }

    [Fact]
    public void The_model_that_ships_sees_what_is_drawn()
    {
        using var model = PhiVisionModel.Load(BaseModel.Tiny);
        var shares = new AttributeExam(48, seed: 99, model.Tokenizer, model.Processor).Run(model.Generator);
        foreach (string attribute in new[] { "kind", "colour", "pattern", "material", "stars" })
            Assert.True(shares[attribute] > 0.85, $"{attribute} {shares[attribute]:P0}");
    }

    [Fact]
    public void Fresh_weights_keep_the_size_of_features_and_tell_places_apart()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var network = new Phi3Vision(TinyModelConfig.Network(64, 0), new NarrowWeights(1));
        var left = zeros(1, 3, 112, 112);
        left.narrow(3, 0, 56).fill_(1);
        using var right = left.flip(3);
        var (a, b) = (network.EncodeCrops(left).mean([1]), network.EncodeCrops(right).mean([1]));   // [1, width]: no order of patches in it
        double size = a.std().item<float>();
        Assert.InRange(size, 0.2, 5);
        Assert.True((a - b).std().item<float>() > 0.1 * size, $"{(a - b).std().item<float>()} of {size}");
    }

    [Fact]
    public void Rows_are_drawn_the_same_each_time_and_their_size_is_known_beforehand()
    {
        var tokenizer = PhiTokenizer.FromTokenizerJson(Path.Combine(AppContext.BaseDirectory, "Golden", "text", "small", "tokenizer.json"));
        var source = new DrawnCaptionSource(10, seed: 4, tokenizer, Processor);
        for (int i = 0; i < source.Count; i++)
        {
            TrainingSample once = source.Get(i), again = source.Get(i);
            Assert.Equal(once.Ids, again.Ids);
            Assert.Equal(once.Labels, again.Labels);
            Assert.True(once.Pictures[0].Pixels.Span.SequenceEqual(again.Pictures[0].Pixels.Span));
            Assert.Equal(once.Size, source.Size(i));
        }
    }

    [Fact]
    public void The_tokenizers_corpus_and_the_captions_hold_no_word_of_the_demos_shop()
    {
        var lines = CaptionCorpus.Lines(2000).ToList();
        Assert.All(LumaShop.OwnWords, word => Assert.DoesNotContain(lines, line => line.Split(' ', '\n', ',', '.').Contains(word)));
    }
}
