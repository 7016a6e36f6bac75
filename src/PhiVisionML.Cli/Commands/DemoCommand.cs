using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PhiVisionML.Catalog.Files;
using PhiVisionML.Cli.Demo;
using PhiVisionML.Cli.Output;
using PhiVisionML.Cli.Pipelines;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision demo</c>: the whole way on the tiny model and a drawn catalog.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var defaults = new DemoOptions("", BaseModel.Tiny);
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder for the catalog, the model zip, report.html and summary.json.", DefaultValueFactory = _ => new DirectoryInfo("demo") };
        var model = new Option<DirectoryInfo>("--base") { Description = "Model folder to tune, or the owner/name of a pulled model. Default: the tiny model that ships.", DefaultValueFactory = _ => new DirectoryInfo(BaseModel.Tiny) };
        var products = new Option<int>("--products") { Description = "Products to draw, those held out included.", DefaultValueFactory = _ => defaults.Products };
        var epochs = new Option<int>("--epochs") { Description = "How often each training product is seen.", DefaultValueFactory = _ => defaults.Epochs };
        var rate = new Option<double>("--learning-rate") { Description = "Largest learning rate of the fine-tuning.", DefaultValueFactory = _ => defaults.LearningRate };
        var seed = new Option<int>("--seed") { Description = "Seed of catalog and training.", DefaultValueFactory = _ => defaults.Seed };
        var command = new Command("demo", """
            Draw the catalog of an imaginary shop, tune a tiny Phi-3-Vision on it through an ML.NET pipeline,
            fill in products that it has never seen, check that it looks at the pictures, save, reload, and report.
            Takes some two minutes on two cores. Look at report.html afterwards.

            phivision demo --out demo
            """) { output, model, products, epochs, rate, seed };
        command.SetWork(
            CommandRunner.JsonOption(),
            (parsed, reporter, cancellation) =>
            {
                var options = new DemoOptions(parsed.GetRequiredValue(output).FullName, BaseModel.Require(parsed.GetRequiredValue(model)))
                {
                    Products = parsed.GetValue(products),
                    Epochs = parsed.GetValue(epochs),
                    LearningRate = parsed.GetValue(rate),
                    Seed = parsed.GetValue(seed),
                };
                var summary = new DemoRun(options, reporter, cancellation).Run();
                AtomicFile.Write(Path.Combine(options.OutputFolder, "summary.json"), stream => JsonSerializer.Serialize(stream, summary, CommandRunner.Json));
                reporter.Line($"Report: {Path.Combine(options.OutputFolder, "report.html")}");
                return summary;
            },
            Print);
        return command;
    }

    private static void Print(DemoSummary summary, Reporter reporter)
    {
        reporter.Heading(string.Create(CultureInfo.InvariantCulture, $"{summary.RowsTest} products that were never seen, after tuning on {summary.RowsTrain} for {summary.TrainSeconds:F0} s:"));
        Row("category right", s => s.CategoryAccuracy);
        Row("title exactly right", s => s.TitleExact);
        Row("price within 10 %", s => s.PriceWithin10pct);
        if (summary.Grounding is { } grounding)
            reporter.Line(string.Create(CultureInfo.InvariantCulture, $"  category right with the pictures shuffled: {grounding.CategoryAccuracyShuffled:P0} (loss {grounding.LossRight:F3} → {grounding.LossShuffled:F3})"));
        reporter.Line(string.Create(CultureInfo.InvariantCulture, $"  {summary.ScoreImagesPerSecond:F1} pictures a second; {summary.PeakRssMb:F0} MB at most; the reloaded zip gives {(summary.ReloadIdentical ? "the same answers" : "OTHER answers")}"));

        void Row(string name, Func<MetricsSummary, double?> figure)
            => reporter.Line(string.Create(CultureInfo.InvariantCulture, $"  {name,-20} {figure(summary.After),5:P0}   (before: {figure(summary.Before):P0})"));
    }
}
