using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PhiVisionML.Cli.Output;
using PhiVisionML.Cli.TinyModel;
using PhiVisionML.Training;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision tiny train</c>: makes the tiny base model that ships.</summary>
internal static class TinyTrainCommand
{
    public static Command Create()
    {
        var defaults = new TinyModelOptions("");
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder of the model to write.", Required = true };
        var seed = new Option<long>("--seed") { Description = "Seed of weights, drawings and order.", DefaultValueFactory = _ => defaults.Seed };
        var towerSteps = new Option<int>("--tower-steps") { Description = "Steps of the first stage, in which the vision tower alone learns to tell attributes.", DefaultValueFactory = _ => defaults.TowerSteps };
        var steps = new Option<int>("--steps") { Description = "Steps of the second stage, in which the whole network learns to describe.", DefaultValueFactory = _ => defaults.Steps };
        var rows = new Option<int>("--batch-rows") { Description = "Pictures in a step.", DefaultValueFactory = _ => defaults.BatchRows };
        var rate = new Option<double>("--learning-rate") { Description = "Largest learning rate.", DefaultValueFactory = _ => defaults.LearningRate };
        var validation = new Option<int>("--validation-steps") { Description = "Steps between exams on unseen pictures.", DefaultValueFactory = _ => defaults.ValidationSteps };
        var checkpoints = new Option<DirectoryInfo?>("--checkpoints") { Description = "Folder for checkpoints; a run that finds one goes on from it." };
        var train = new Command("train", """
            Train the tiny base model from nothing on drawn products with captions.
            The one that ships in assets/phivision-tiny was made with the defaults. Its log is beside it.

            phivision tiny train --out assets/phivision-tiny
            """) { output, seed, towerSteps, steps, rows, rate, validation, checkpoints };
        train.SetWork(
            CommandRunner.JsonOption(),
            (parsed, reporter, cancellation) =>
            {
                var options = new TinyModelOptions(parsed.GetRequiredValue(output).FullName)
                {
                    Seed = parsed.GetValue(seed),
                    TowerSteps = parsed.GetValue(towerSteps),
                    Steps = parsed.GetValue(steps),
                    BatchRows = parsed.GetValue(rows),
                    LearningRate = parsed.GetValue(rate),
                    ValidationSteps = parsed.GetValue(validation),
                    CheckpointFolder = parsed.GetValue(checkpoints)?.FullName,
                };
                var clock = Stopwatch.StartNew();
                var exam = reporter.Track("Training the tiny model", report => new TinyModelTrainer(options).Run(
                    (step, loss, shares) => reporter.Line(string.Create(CultureInfo.InvariantCulture, $"  tower step {step}: loss {loss:F3}; right answers: {Shares(shares)}")),
                    new Progress(reporter, report),
                    cancellation));
                return new Result(options.OutputFolder, clock.Elapsed.TotalSeconds, exam);
            },
            (result, reporter) =>
            {
                reporter.Line(string.Create(CultureInfo.InvariantCulture, $"Wrote {result.Folder} after {result.Seconds:F0} s. Right answers on unseen drawings:"));
                foreach (var (attribute, share) in result.Exam)
                    reporter.Line(string.Create(CultureInfo.InvariantCulture, $"  {attribute,-10} {share:P1}"));
            });
        return new Command("tiny", "The tiny model that ships with this program.") { train };
    }

    private static string Shares(IReadOnlyDictionary<string, double> shares) => string.Join(", ", shares.Select(s => FormattableString.Invariant($"{s.Key} {s.Value:P0}")));

    private sealed record Result(string Folder, double Seconds, IReadOnlyDictionary<string, double> Exam);

    private sealed class Progress(Reporter reporter, Action<double, string> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            report((double)value.Step / value.TotalSteps, string.Create(CultureInfo.InvariantCulture, $"step {value.Step}, loss {value.Loss:F3}, {value.TokensPerSecond:F0} tokens/s"));
            if (value.Validation is { } validation)
                reporter.Line(string.Create(CultureInfo.InvariantCulture, $"  step {value.Step}: validation loss {validation.Loss:F4}; right answers: {Shares(validation.Metrics)}"));
        }
    }
}
