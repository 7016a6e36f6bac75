using System.Diagnostics;
using PhiVisionML.Benchmarks.CommandLine;
using PhiVisionML.Benchmarks.Measuring;
using PhiVisionML.Model;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Text;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.FullSize;

/// <summary>Maps a checkpoint in bf16 and describes one picture at num_crops 1.</summary>
internal static class Describe
{
    private const double BarMegabytes = 10_000;

    /// <summary>Runs the command.</summary>
    public static void Run(Arguments arguments, Report report)
    {
        string folder = arguments.Required("--model", "the model folder"), file = FullSizeCommand.Picture(arguments);
        int tokens = arguments.Count("--tokens", 8);
        arguments.Finish();

        long start = Stopwatch.GetTimestamp();
        using var model = PhiVisionModel.Load(folder, new PhiVisionModelOptions { DType = ScalarType.BFloat16, NumCrops = 1 });
        double load = Stopwatch.GetElapsedTime(start).TotalSeconds;

        var picture = model.Processor.Process(PictureDecoder.DecodeFile(file));
        int[] ids = model.Prompts.Encode(Prompt.ForPictures(1, "Describe this product in one sentence."), [picture.Layout.Tokens]);
        var request = new GenerationRequest(ids, [picture]) { Options = new GenerationOptions { MaxNewTokens = tokens, StopTokens = [] } };
        var times = new List<double>();
        start = Stopwatch.GetTimestamp();
        foreach (var token in model.Generator.Stream(request))
        {
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            if (!float.IsFinite(token.LogProbability))
                throw new InvalidOperationException($"Token {times.Count} has log-probability {token.LogProbability}: the activations are not finite.");
            start = Stopwatch.GetTimestamp();
        }

        double peak = ProcessMemory.PeakMegabytes;
        double perToken = times.Count > 1 ? times.Skip(1).Average() : 0;
        report.Add(
            new
            {
                Name = "full-size-describe",
                Layers = model.Network.Config.NumHiddenLayers,
                PromptTokens = ids.Length,
                Tokens = times.Count,
                Threads = get_num_threads(),
                LoadSeconds = Math.Round(load, 2),
                PrefillSeconds = Math.Round(times[0], 2),
                SecondsPerToken = Math.Round(perToken, 3),
                PeakRssMb = Math.Round(peak),
                BarMb = BarMegabytes,
            },
            FormattableString.Invariant($"Loaded in {load:F1} s; {ids.Length} prompt tokens with the picture in {times[0]:F1} s; {perToken:F2} s a token; peak {peak:F0} MB (bar {BarMegabytes:F0})."),
            passed: peak <= BarMegabytes);
    }
}
