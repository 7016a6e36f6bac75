using PhiVisionML.Benchmarks.Measuring;
using PhiVisionML.Benchmarks.Networks;
using PhiVisionML.Model.Lora;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.Speed;

/// <summary>One optimizer step on the reference configuration "small": all weights, and LoRA on the decoder.</summary>
internal sealed class TrainingStepBenchmark : IBenchmark
{
    private const int Rows = 4;

    public string Name => "training-step";

    public string What => "tokens/s of full and LoRA steps on the small network (4 rows with a picture each)";

    public void Run(Settings settings, Report report)
    {
        Measure(lora: false, settings, report);
        Measure(lora: true, settings, report);
    }

    private void Measure(bool lora, Settings settings, Report report)
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Small(ScalarType.Float32, settings.Device);
        using var adapter = lora ? LoraAdapter.Create(network, new LoraOptions(), seed: 1) : null;
        using var step = new TrainingStep(network, adapter);
        var rows = LabelledRows.Draw(network.Config, Rows, settings.Device);
        using var floor = new LinearFloor(network).Tower(Rows, backward: !lora).Projector(rows.PictureTokens, backward: !lora)
            .Decoder(rows.Tokens, rows.AnswerTokens, backward: true);
        var (a, b) = Measuring.Rounds.InTurns(settings.Rounds, settings.Device, () => step.Run(rows.Batch, rows.Labels), floor.ForwardAndBackward);
        string what = lora ? $"LoRA rank {adapter!.Options.Rank}" : "all weights";
        report.Add(new SpeedResult(Name, $"{what}, {Rows} rows of {rows.Batch.Columns}", ScalarType.Float32, settings.Device, "token", rows.Tokens, "bare linears forward and backward, without LoRA", a, b));
    }
}
