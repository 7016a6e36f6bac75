using System.Diagnostics;
using Microsoft.ML;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Catalog.Metrics;
using PhiVisionML.Catalog.Reports;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Cli.Output;
using PhiVisionML.Cli.Pipelines;
using PhiVisionML.MLNet;
using PhiVisionML.Model.Lora;
using PhiVisionML.Training.Optimizers;

namespace PhiVisionML.Cli.Demo;

/// <summary>The whole way: draw a shop's catalog, tune the tiny base on it through an ML.NET pipeline, score products it has never seen, save, reload, report.</summary>
internal sealed class DemoRun(DemoOptions options, Reporter reporter, CancellationToken cancellation)
{
    public const string Category = "category3_code";
    private const string ModelFile = "luma.zip";
    private const double ValidationShare = 0.08;
    private const int BatchRows = 8;

    public static AnswerTemplate Template { get; } = AnswerTemplate.Parse("Product: {title}, Category: {category3_code:choice}, Full Price: {full_price:price}");

    private readonly List<LossPoint> _losses = [];

    public DemoSummary Run()
    {
        Directory.CreateDirectory(options.OutputFolder);
        var context = new MLContext(options.Seed);
        var (train, test) = Draw();
        var trainView = context.Data.LoadFromProducts(train);
        var testView = context.Data.LoadFromProducts(test);
        var metricOptions = new MetricOptions { Seed = options.Seed, TrainingValues = Template.Fields.ToDictionary(f => f.Name, f => (IReadOnlyList<string?>)[.. train.Products.Select(p => p.Fields[f.Name])]) };

        IReadOnlyList<ScoredRow> before;
        using (var untuned = Untuned(context, train).Fit(trainView))
            before = Score("Scoring unseen products with the base as it is", untuned, testView, test.Products.Count).Rows;

        var clock = Stopwatch.StartNew();
        using var tuned = Tune(context, trainView);
        double trainSeconds = clock.Elapsed.TotalSeconds;
        var (after, scoreSeconds) = Score("Scoring them with the tuned model", tuned, testView, test.Products.Count);
        bool identical = SaveAndReload(context, tuned, trainView, testView, after);

        var metricsBefore = MetricsSummary.Compute(Template, before, metricOptions);
        var metricsAfter = MetricsSummary.Compute(Template, after, metricOptions);
        var summary = new DemoSummary
        {
            RowsTrain = train.Products.Count,
            RowsTest = test.Products.Count,
            TrainSeconds = Math.Round(trainSeconds, 1),
            ScoreImagesPerSecond = Math.Round(after.Count / scoreSeconds, 2),
            PeakRssMb = Math.Round(PeakMemory.Megabytes(), 0),
            Before = MetricsSummary.Of(metricsBefore),
            After = MetricsSummary.Of(metricsAfter),
            Grounding = tuned.Grounding is { } grounding ? DemoGrounding.Of(grounding, Category) : null,
            ReloadIdentical = identical,
        };
        DemoReport.Write(Path.Combine(options.OutputFolder, "report.html"), summary, before, after, metricsBefore, metricsAfter, tuned.Grounding, _losses);
        return summary;
    }

    private (ProductTable Train, ProductTable Test) Draw()
    {
        string folder = Path.Combine(options.OutputFolder, "catalog");
        var drawn = new DrawnCatalogOptions { Products = options.Products, TestShare = options.TestShare, Seed = options.Seed };
        reporter.Track("Drawing a catalog", report => DrawnCatalog.Write(folder, drawn, new SynchronousProgress<int>(n => report((double)n / options.Products, "")), cancellation));
        var table = ProductSource.ReadAll(Path.Combine(folder, DrawnCatalog.TableName), new ProductSourceOptions { ImageFolder = folder });
        return (Part(DrawnCatalogRow.Train), Part(DrawnCatalogRow.Test));

        ProductTable Part(string split) => table with { Products = [.. table.Products.Where(p => p.Fields["split"] == split)] };
    }

    private PhiVisionEstimator Untuned(MLContext context, ProductTable train)
    {
        var scoring = new PhiVisionEstimator.Options { Choices = new Dictionary<string, IReadOnlyList<string>> { [Category] = [.. train.Products.Select(p => p.Fields[Category]!).Distinct().Order(StringComparer.Ordinal)] } };
        return context.Transforms.PhiVision(Common(scoring));
    }

    private PhiVisionTransformer Tune(MLContext context, IDataView train) => reporter.Track("Fine-tuning", report =>
    {
        var pipeline = context.Transforms.PhiVisionFineTune(Common(new PhiVisionFineTuneEstimator.Options
        {
            Lora = new LoraOptions { Rank = 16, Alpha = 32, TargetModules = [.. LoraOptions.DecoderModules, "lm_head"] },
            MaxEpoch = options.Epochs,
            TrainingBatchSize = BatchRows,
            LearningRate = options.LearningRate,
            Schedule = ScheduleKind.Cosine,
            ValidationSetFraction = ValidationShare,
            ValidationSteps = 60,
            Seed = options.Seed,
            IdColumnName = ProductDataExtensions.ProductCodeColumnName,
            MetricsCallback = progress =>
            {
                _losses.Add(new LossPoint(progress.Step, progress.Loss, progress.Validation?.Loss));
                report((double)progress.Step / progress.TotalSteps, FormattableString.Invariant($"loss {progress.Loss:F3}"));
            },
        }));
        return pipeline.Fit(train);
    });

    private T Common<T>(T scoring)
        where T : PhiVisionScoringOptions
    {
        scoring.BaseModelPath = options.BaseModelPath;
        scoring.ImageColumnName = ProductDataExtensions.ImagePathColumnName;
        scoring.Template = Template;
        scoring.MaxNewTokens = 96;
        scoring.BatchSize = 32;
        scoring.CancellationToken = cancellation;
        return scoring;
    }

    private (IReadOnlyList<ScoredRow> Rows, double Seconds) Score(string title, ITransformer transformer, IDataView view, int rows) => reporter.Track(title, report =>
    {
        var clock = Stopwatch.StartNew();
        var scored = ScoredRows.Read(transformer.Transform(view), Template, done => report((double)done / rows, ""), cancellation);
        return (scored, clock.Elapsed.TotalSeconds);
    });

    private bool SaveAndReload(MLContext context, PhiVisionTransformer tuned, IDataView train, IDataView test, IReadOnlyList<ScoredRow> expected)
    {
        string path = Path.Combine(options.OutputFolder, ModelFile);
        context.Model.Save(tuned, train.Schema, path);
        var fresh = new MLContext();
        var reloaded = fresh.Model.Load(path, out _);
        try
        {
            var again = Score("Scoring with the model reloaded from its zip", reloaded, test, expected.Count).Rows;
            return again.Select(r => r.Text).SequenceEqual(expected.Select(r => r.Text), StringComparer.Ordinal);
        }
        finally
        {
            (reloaded as IDisposable)?.Dispose();
        }
    }
}
