using PhiVisionML.Benchmarks.Measuring;
using PhiVisionML.Benchmarks.Networks;
using PhiVisionML.Model;
using PhiVisionML.Model.Layers;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.Speed;

/// <summary>One more token behind 1,024 cached ones, logits included.</summary>
internal sealed class DecodeBenchmark : IBenchmark
{
    private const int Cached = 1024;
    private const int TokensPerRound = 4;

    public string Name => "decode";

    public string What => "one token behind a cache of 1024, --layers published decoder layers";

    public void Run(Settings settings, Report report)
    {
        foreach (var dtype in settings.DTypes)
        {
            using var network = RandomNetworks.Decoder(settings.Layers, dtype, settings.Device);
            Measure(network, settings, report);
        }
    }

    private void Measure(Phi3Vision network, Settings settings, Report report)
    {
        using var cache = new KvCache(network.Config, 1, Cached + TokensPerRound, network.DType, settings.Device);
        using var floor = new LinearFloor(network).Decoder(tokens: 1, positions: 1);
        var prompt = TokenBatch.PadLeft([RandomBatches.Tokens(network.Config, Cached)], [], network.Config.PadTokenId);
        var next = TokenBatch.Continue([[7]], prompt);
        Rounds.Seconds(settings.Device, () =>
        {
            using var inference = inference_mode();
            network.Forward(prompt, cache);
        });
        var (a, b) = Rounds.InTurns(settings.Rounds, settings.Device, Decode, () => Repeat(floor.Forward));
        report.Add(new SpeedResult(Name, $"cache {Cached}, {settings.Layers} layers of {network.Config.HiddenSize}", network.DType, settings.Device, "token", TokensPerRound, "bare linears", a, b));

        void Decode()
        {
            using var inference = inference_mode();
            cache.Truncate(Cached);
            Repeat(() =>
            {
                using var scope = NewDisposeScope();
                network.Logits(network.Forward(next, cache)).argmax(-1).cpu();   // as generation does: the next token needs this one
            });
        }
    }

    private static void Repeat(Action action)
    {
        for (int i = 0; i < TokensPerRound; i++)
            action();
    }
}
