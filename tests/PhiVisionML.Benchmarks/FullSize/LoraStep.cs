using System.Diagnostics;
using PhiVisionML.Benchmarks.CommandLine;
using PhiVisionML.Benchmarks.Measuring;
using PhiVisionML.Benchmarks.Networks;
using PhiVisionML.Model;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Layers;
using PhiVisionML.Model.Lora;
using PhiVisionML.Model.Text;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.FullSize;

/// <summary>One LoRA step on one picture with a prompt and an answer.</summary>
internal static class LoraStep
{
    private const double BarMegabytes = 16_000;
    private const string Question = "Describe this product.";
    private const string Answer = "Product: Blue cotton shirt with long sleeves, Category: A12, Full Price: 24.90";

    /// <summary>Runs the command.</summary>
    public static void Run(Arguments arguments, Report report)
    {
        string folder = arguments.Required("--model", "the model folder"), file = FullSizeCommand.Picture(arguments);
        arguments.Finish();

        long start = Stopwatch.GetTimestamp();
        using var model = PhiVisionModel.Load(folder, new PhiVisionModelOptions { DType = ScalarType.BFloat16, NumCrops = 1 });
        double load = Stopwatch.GetElapsedTime(start).TotalSeconds;

        using var scope = NewDisposeScope();
        var picture = model.Processor.Process(PictureDecoder.DecodeFile(file));
        int[] prompt = model.Prompts.Encode(Prompt.ForPictures(1, Question), [picture.Layout.Tokens]), answer = model.Prompts.EncodeAnswer(Answer);
        int[][] ids = [[.. prompt, .. answer]];
        var batch = TokenBatch.PadRight(ids, [PicturePixels.From(model.Processor, picture)], model.Network.Config.PadTokenId);
        report.Say(FormattableString.Invariant($"Loaded in {load:F2} s."));
        Measure("full-size-lora-step", model.Network, batch, LabelledRows.LabelsOf(ids, answer.Length), report, BarMegabytes);
    }

    /// <summary>Measures one step and writes the result.</summary>
    /// <param name="name">The result's name.</param>
    /// <param name="network">The base.</param>
    /// <param name="batch">Rows that end with their answers.</param>
    /// <param name="labels">-100 but for the answers.</param>
    /// <param name="report">Where to write.</param>
    /// <param name="barMegabytes">Most memory that the process may take; null for no bar.</param>
    public static void Measure(string name, Phi3Vision network, TokenBatch batch, int[,] labels, Report report, double? barMegabytes = null)
    {
        using var adapter = LoraAdapter.Create(network, new LoraOptions { Rank = 16 }, seed: 1);
        using var step = new TrainingStep(network, adapter);
        using var scope = NewDisposeScope();
        Tensor loss = zeros(1);
        float value = 0;
        double forward = Rounds.Seconds(network.Device, () =>
        {
            loss = step.Forward(batch, labels).MoveToOuterDisposeScope();
            value = loss.item<float>();
        });
        double before = ProcessMemory.ResidentMegabytes, ours = ProcessMemory.AnonymousMegabytes;
        double backward = Rounds.Seconds(network.Device, () => loss.backward());
        double update = Rounds.Seconds(network.Device, step.Update);
        if (!float.IsFinite(value) || adapter.Pairs.Any(p => !p.B.isfinite().all().item<bool>()) || adapter.Pairs.All(p => p.B.count_nonzero().item<long>() == 0))
            throw new InvalidOperationException($"The step is no step: loss {value}, and B is not finite or still zero.");

        double peak = ProcessMemory.PeakMegabytes;
        double? gpu = network.Device.type == TorchSharp.DeviceType.CUDA ? ProcessMemory.GpuMegabytes() : null;
        report.Add(
            new
            {
                Name = name,
                Layers = network.Config.NumHiddenLayers,
                Tokens = batch.Rows * batch.Columns,
                TrainedParameters = adapter.ParameterCount,
                Dtype = network.DType.ToString(),
                Device = network.Device.ToString(),
                Threads = get_num_threads(),
                Loss = Math.Round(value, 4),
                ForwardSeconds = Math.Round(forward, 3),
                BackwardSeconds = Math.Round(backward, 3),
                StepSeconds = Math.Round(update, 3),
                RssBeforeBackwardMb = Math.Round(before),
                WithoutMappedFilesMb = Math.Round(ours),
                PeakRssMb = Math.Round(peak),
                BarMb = barMegabytes,
                GpuMb = gpu,
            },
            FormattableString.Invariant($"{name}: {batch.Rows * batch.Columns} tokens, {network.Config.NumHiddenLayers} layers: forward {forward:F2} s, backward {backward:F2} s, update {update:F2} s, loss {value:F3}; {before:F0} MB before backward ({ours:F0} without mapped files), peak {peak:F0} MB{(barMegabytes is null ? "" : FormattableString.Invariant($" (bar {barMegabytes:F0})"))}{(gpu is null ? "" : FormattableString.Invariant($", GPU {gpu:F0} MB"))}."),
            passed: peak <= (barMegabytes ?? double.PositiveInfinity));
    }
}
