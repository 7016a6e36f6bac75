using PhiVisionML.Benchmarks.Measuring;
using PhiVisionML.Benchmarks.Networks;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Text;

namespace PhiVisionML.Benchmarks.Memory;

/// <summary>Live tensors and memory while one answer of 1,000 tokens grows.</summary>
internal sealed class GenerationMemoryBenchmark : IBenchmark
{
    public string Name => "generation-memory";

    public string What => "live tensors and memory over 1000 generated tokens (flat?)";

    public void Run(Settings settings, Report report)
    {
        int tokens = settings.Quick ? 200 : 1000;
        using var network = RandomNetworks.Minute();
        var clip = network.Config.Clip;
        var processor = new ImageProcessor(new ImageProcessorConfig { NumCrops = 1, CropSize = clip.ImageSize, NumImgTokens = clip.TokensPerSide * clip.TokensPerSide });
        var picture = processor.Process(PictureDecoder.DecodeFile(Path.Combine(AppContext.BaseDirectory, "Golden", "images", "product.png")));
        var tokenizer = PhiTokenizer.FromTokenizerJson(Path.Combine(AppContext.BaseDirectory, "Golden", "text", "small", "tokenizer.json"));
        int[] prompt = [1, .. Enumerable.Repeat(-1, picture.Layout.Tokens), 5];
        var options = new GenerationOptions { MaxNewTokens = tokens, Temperature = 1, Seed = 1, StopTokens = [] };

        var samples = new MemorySamples(Name, "token", tokens);
        int made = 0;
        new TextGenerator(network, tokenizer, processor).Generate(new GenerationRequest(prompt, [picture]) { Options = options }, onToken: _ => samples.Take(++made));
        samples.Write(report, $"{tokens} tokens, {network.Config.NumHiddenLayers} layers of {network.Config.HiddenSize}");
    }
}
