using PhiVisionML.Benchmarks.Measuring;
using PhiVisionML.Benchmarks.Networks;
using PhiVisionML.Model;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Generation.Reuse;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Text;
using PhiVisionML.Tests;

namespace PhiVisionML.Benchmarks.Answers;

/// <summary>What keys, values and picture vectors of earlier prompts save, and what keeping them costs: seconds to the first token.</summary>
internal sealed class ReuseBenchmark : IBenchmark
{
    private const long Room = 4L << 30;

    public string Name => "reuse";

    public string What => "the first token of a second question on a picture, and of a batch that shares nothing, with a prompt cache and without; --quick: on the tiny model alone";

    public void Run(Settings settings, Report report)
    {
        using var tiny = PhiVisionModel.Load(Path.Combine(AppContext.BaseDirectory, "assets", "phivision-tiny"));
        Compare("tiny model", tiny.Network, tiny.Processor, tiny, settings, report);
        if (settings.Quick)
            return;
        foreach (var dtype in settings.DTypes)
        {
            using var network = RandomNetworks.Published(settings.Layers, dtype, settings.Device);
            Compare($"published tower, {settings.Layers} of its decoder layers", network, new ImageProcessor(new ImageProcessorConfig { NumCrops = 4 }), tiny, settings, report);
        }
    }

    private void Compare(string what, Phi3Vision network, ImageProcessor processor, PhiVisionModel tiny, Settings settings, Report report)
    {
        var generator = new TextGenerator(network, tiny.Tokenizer, processor);
        var picture = processor.Process(Noise(1));
        int question = 0;
        using var reuse = new PromptCache(network, Room, Room);
        Ask(reuse);
        var (known, anew) = Rounds.InTurns(settings.Rounds, network.Device, () => Ask(reuse), () => Ask(null));
        Add("second question on a picture", "question", 1, known, "without a cache", anew);

        const int batch = 8;
        int text = 0;
        var (apart, together) = Rounds.InTurns(settings.Rounds, network.Device, () => Batch(true), () => Batch(false));
        Add($"{batch} prompts of 64 to 120 tokens that share nothing", "prompt", batch, apart, "without a cache, in one pass", together);

        void Add(string shape, string unit, int units, double[] seconds, string floor, double[] floorSeconds)
            => report.Add(new SpeedResult(Name, $"{what}: {shape}", network.DType, network.Device, unit, units, floor, seconds, floorSeconds));

        void Ask(PromptCache? cache)
            => generator.Generate([OneToken(tiny.Prompts.Encode(Prompt.ForPictures(1, $"Question {question++}: what is it?"), [picture.Layout.Tokens]), [picture])], new StepCounter(), reuse: cache);

        void Batch(bool caches)
        {
            using var fresh = caches ? new PromptCache(network, Room, Room) : null;
            generator.Generate([.. Enumerable.Range(0, batch).Select(i => OneToken([.. Enumerable.Range(0, 64 + 8 * i).Select(at => 3 + (text + at * 7) % 900), text++ % 900], []))], new StepCounter(), reuse: fresh);
        }
    }

    private static GenerationRequest OneToken(IReadOnlyList<int> ids, IReadOnlyList<HdPicture> pictures)
        => new(ids, pictures) { Options = new GenerationOptions { MaxNewTokens = 1 } };

    private static RgbPicture Noise(int seed)
    {
        byte[] pixels = new byte[3 * 320 * 240];
        new Random(seed).NextBytes(pixels);
        return RgbPicture.FromRgb(320, 240, pixels);
    }
}
