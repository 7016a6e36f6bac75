using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Text;
using PhiVisionML.Tests;

namespace PhiVisionML.Model.Tests.Generation;

/// <summary>A generator over a network with random weights and a small tokenizer.</summary>
internal static class TestGenerator
{
    public static PhiTokenizer Tokenizer { get; } = PhiTokenizer.FromTokenizerJson(GoldenFiles.Path("text", "small", "tokenizer.json"));

    public static ImageProcessor Processor { get; } = new(new ImageProcessorConfig { NumCrops = 1 });

    public static TextGenerator For(Phi3Vision network) => new(network, Tokenizer, Processor);

    /// <summary>A request that never stops before its last token.</summary>
    public static GenerationRequest Greedy(IReadOnlyList<int> ids, IReadOnlyList<HdPicture> pictures, int tokens)
        => new(ids, pictures) { Options = new GenerationOptions { MaxNewTokens = tokens, StopTokens = [] } };

    public static HdPicture Picture(string file) => Processor.Process(PictureDecoder.DecodeFile(GoldenFiles.Path("images", file)));
}
