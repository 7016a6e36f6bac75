using PhiVisionML.Benchmarks.Measuring;
using PhiVisionML.Benchmarks.Networks;
using PhiVisionML.Model;
using PhiVisionML.Model.Layers;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.Speed;

/// <summary>A prompt through the published decoder into an empty cache, logits at its last token.</summary>
internal sealed class PrefillBenchmark : IBenchmark
{
    public string Name => "prefill";

    public string What => "a prompt of 512 tokens through --layers published decoder layers";

    public void Run(Settings settings, Report report)
    {
        foreach (var dtype in settings.DTypes)
        {
            using var network = RandomNetworks.Decoder(settings.Layers, dtype, settings.Device);
            foreach (int tokens in settings.PromptTokens)
                Measure(network, tokens, settings, report);
        }
    }

    private void Measure(Phi3Vision network, int tokens, Settings settings, Report report)
    {
        using var cache = new KvCache(network.Config, 1, tokens, network.DType, settings.Device);
        using var floor = new LinearFloor(network).Decoder(tokens, positions: 1);
        var prompt = TokenBatch.PadLeft([RandomBatches.Tokens(network.Config, tokens)], [], network.Config.PadTokenId);
        var (a, b) = Rounds.InTurns(settings.Rounds, settings.Device, Prefill, floor.Forward);
        report.Add(new SpeedResult(Name, $"{tokens} tokens, {settings.Layers} layers of {network.Config.HiddenSize}", network.DType, settings.Device, "token", tokens, "bare linears", a, b));

        void Prefill()
        {
            using var inference = inference_mode();
            cache.Truncate(0);
            network.Logits(network.Forward(prompt, cache).narrow(1, tokens - 1, 1));
        }
    }
}
