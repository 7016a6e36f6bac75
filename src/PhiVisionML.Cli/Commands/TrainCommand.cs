using System.CommandLine;
using System.Globalization;
using Microsoft.ML;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Catalog.Splits;
using PhiVisionML.Cli.Output;
using PhiVisionML.Cli.Pipelines;
using PhiVisionML.MLNet;
using PhiVisionML.Model.Lora;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision train</c>: tunes a base on a product table and writes an ML.NET model zip.</summary>
internal sealed class TrainCommand
{
    private static readonly PhiVisionFineTuneEstimator.Options Defaults = new();

    private readonly CatalogOptions _catalog = new();
    private readonly Option<string> _template = new("--template") { Description = "The answer to learn, fields in braces: {name}, {name:choice}, {name:number}, {name:price}.", DefaultValueFactory = _ => CatalogOptions.DefaultTemplate };
    private readonly Option<string?> _prompt = new("--prompt") { Description = "What the model is asked; {column} is filled in from the row. Default: 'What is shown in this image?'" };
    private readonly Option<DirectoryInfo> _base = new("--base") { Description = "Model folder to tune, or the owner/name of a pulled model. Default: the tiny model that ships.", DefaultValueFactory = _ => new DirectoryInfo(BaseModel.Tiny) };
    private readonly Option<FileInfo> _output = new("--out") { Description = "Model zip to write: the adapter, and the base by fingerprint.", Required = true };
    private readonly Option<int> _epochs = new("--epochs") { Description = "How often each row is seen.", DefaultValueFactory = _ => Defaults.MaxEpoch };
    private readonly Option<int> _rank = new("--lora-rank") { Description = "Rank of the adapter.", DefaultValueFactory = _ => 16 };
    private readonly Option<string> _layers = new("--layers") { Description = "Layers with an adapter: decoder, or all (tower, projector and head too).", DefaultValueFactory = _ => "decoder" };
    private readonly Option<double> _rate = new("--learning-rate") { Description = "Largest learning rate.", DefaultValueFactory = _ => 2e-4 };
    private readonly Option<int> _batch = new("--batch-size") { Description = "Most rows of one step.", DefaultValueFactory = _ => Defaults.TrainingBatchSize };
    private readonly Option<double> _validation = new("--validation-share") { Description = "Share of the product families to measure on; the best validation's weights are kept.", DefaultValueFactory = _ => 0.1 };
    private readonly Option<double> _test = new("--test-share") { Description = "Share of the product families that training never sees and that is scored at the end.", DefaultValueFactory = _ => 0.1 };
    private readonly Option<string?> _family = new("--family-column") { Description = "Column that says which rows are variants of one product; they stay on one side of the split." };
    private readonly Option<string?> _split = new("--split-column") { Description = "Column that says train, validation or test, as 'sample split' writes it; rows in which it is empty are left out. Default: train divides the families itself." };
    private readonly Option<FileInfo?> _corrections = new("--corrections") { Description = "Table of reviewed rows that 'phivision enrich corrections' wrote, to learn beside --data; its pictures are in the same folder. Held-out rows stay those of --data." };
    private readonly Option<string?> _previous = new("--previous") { Description = "Model zip of the adapter before, to be scored on the same held-out rows. Give --data, --seed and shares, or --split-column, as in its training: it must not have seen those rows." };
    private readonly Option<int> _seed = new("--seed") { Description = "Seed of split, order and adapter." };
    private readonly Option<int?> _crops = new("--num-crops") { Description = "Most tiles a picture is cut into. Default: the model's own." };
    private readonly Option<bool> _augment = new("--augment") { Description = "Show pictures a little shifted, mirrored, lighter or darker each time." };
    private readonly Option<DirectoryInfo?> _workspace = new("--workspace") { Description = "Folder for encoded rows, checkpoints and run.jsonl. Started again with it, an interrupted training goes on." };
    private readonly Option<int?> _gpu = GpuOption.Create();

    public static Command Create() => new TrainCommand().Build();

    private Command Build()
    {
        _layers.AcceptOnlyFromAmong("decoder", "all");
        var command = new Command("train", """
            Fine-tune a base model on a product table with pictures; write an ML.NET model zip.

            phivision train --data catalog.csv --images pictures --out catalog.zip --epochs 5 --layers all

            With what reviewers corrected, and beside the adapter before:
            phivision train --data catalog.csv --images pictures --corrections corrections.csv --previous catalog.zip --out next.zip
            """) { _template, _prompt, _base, _output, _epochs, _rank, _layers, _rate, _batch, _validation, _test, _family, _split, _corrections, _previous, _seed, _crops, _augment, _workspace, _gpu };
        foreach (var option in _catalog.All)
            command.Options.Add(option);
        command.SetWork(CommandRunner.JsonOption(), Run, Print);
        return command;
    }

    private TrainResult Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        var template = AnswerTemplate.Parse(parsed.GetRequiredValue(_template));
        var table = _catalog.Read(parsed, reporter, [.. template.Fields.Select(f => f.Name)]);
        var split = Split(parsed, template, table);
        reporter.Line($"{split.Train.Count} rows to learn, {split.Validation.Count} to validate, {split.Test.Count} held out.");
        var learned = split.Train;
        if (parsed.GetValue(_corrections) is { } corrections)
            learned = Corrections.Into(split.Train, Corrections.Beside(_catalog.ReadBeside(parsed, corrections, reporter, [.. template.Fields.Select(f => f.Name)]), split, table.Products, parsed.GetValue(_family), reporter));

        var context = new MLContext(parsed.GetValue(_seed)) { GpuDeviceId = parsed.GetValue(_gpu) };
        using var previous = Previous(parsed, context, template, split, cancellation);
        var trainView = context.Data.LoadFromProducts(table with { Products = learned });
        using var tuned = reporter.Track("Fine-tuning", report => context.Transforms.PhiVisionFineTune(Options(parsed, template, context, table, split, report, cancellation)).Fit(trainView));
        string path = parsed.GetRequiredValue(_output).FullName;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        context.Model.Save(tuned, trainView.Schema, path);

        var (held, comparison) = split.Test.Count == 0 ? (null, null) : HeldOut(reporter, context, tuned, previous, parsed.GetValue(_previous), template, table, split, cancellation);
        return new TrainResult(path, learned.Count, split.Validation.Count, split.Test.Count, tuned.FineTuning!, tuned.Grounding?.Verdict, held, comparison);
    }

    private ProductSplit Split(ParseResult parsed, AnswerTemplate template, ProductTable table)
    {
        var options = new ProductSplitOptions
        {
            Seed = parsed.GetValue(_seed),
            ValidationFraction = parsed.GetValue(_validation),
            TestFraction = parsed.GetValue(_test),
            FamilyColumn = parsed.GetValue(_family),
            CategoryColumn = template.Fields.FirstOrDefault(f => f.Kind == AnswerFieldKind.Choice)?.Name,
        };
        if (parsed.GetValue(_split) is not { } column)
            return ProductSplit.Create(table.Products, options);
        if (new Option[] { _validation, _test }.FirstOrDefault(share => parsed.GetResult(share) is { Implicit: false }) is { } share)
            throw new ArgumentException($"{share.Name} and --split-column are both given; the column '{column}' says already what each row is for.");
        var split = ProductSplit.FromColumn(table.Products, column, options);
        return split.Train.Count > 0 ? split : throw new InvalidDataException($"None of the {table.Products.Count} rows has train in the column '{column}'.");
    }

    private PhiVisionFineTuneEstimator.Options Options(
        ParseResult parsed, AnswerTemplate template, MLContext context, ProductTable table, ProductSplit split, Action<double, string> report, CancellationToken cancellation) => new()
        {
            BaseModelPath = BaseModel.Require(parsed.GetRequiredValue(_base)),
            ImageColumnName = ProductDataExtensions.ImagePathColumnName,
            Template = template,
            PromptTemplate = parsed.GetValue(_prompt),
            Lora = Lora(parsed),
            MaxEpoch = parsed.GetValue(_epochs),
            TrainingBatchSize = parsed.GetValue(_batch),
            LearningRate = parsed.GetValue(_rate),
            ValidationSet = split.Validation.Count == 0 ? null : context.Data.LoadFromProducts(table with { Products = split.Validation }),
            Seed = parsed.GetValue(_seed),
            NumCrops = parsed.GetValue(_crops),
            Augment = parsed.GetValue(_augment),
            WorkspacePath = parsed.GetValue(_workspace)?.FullName,
            OnError = OnError.EmitEmpty,
            MetricsCallback = p => report((double)p.Step / p.TotalSteps, string.Create(CultureInfo.InvariantCulture, $"step {p.Step}, loss {p.Loss:F3}{(p.Validation is { } v ? $", validation {v.Loss:F3}" : "")}")),
            CancellationToken = cancellation,
        };

    private LoraOptions Lora(ParseResult parsed)
    {
        int rank = parsed.GetValue(_rank);
        return new LoraOptions
        {
            Rank = rank,
            Alpha = 2 * rank,
            TargetModules = parsed.GetValue(_layers) == "all" ? [.. LoraOptions.DecoderModules, .. LoraOptions.VisionModules, "lm_head"] : LoraOptions.DecoderModules,
        };
    }

    // Opened before the training, so that a mistake does not cost it.
    private TunedModel? Previous(ParseResult parsed, MLContext context, AnswerTemplate template, ProductSplit split, CancellationToken cancellation)
    {
        if (parsed.GetValue(_previous) is not { } path)
            return null;
        if (split.Test.Count == 0)
            throw new ArgumentException("--previous is compared on held-out rows, and none are held out; give --test-share, or a split column with test rows.");
        var model = new TunedModel(context, PhiVisionTransformer.Open(context, path), cancellation);
        if (template.Fields.FirstOrDefault(f => model.Template.Fields.All(other => other.Name != f.Name)) is not { } missing)
            return model;
        string fields = string.Join(", ", model.Template.Fields.Select(f => f.Name));
        model.Dispose();
        throw new ArgumentException($"--previous '{path}' does not answer the field '{missing.Name}'; it answers {fields}.");
    }

    private static (EvaluateResult Result, AdapterComparison? Comparison) HeldOut(
        Reporter reporter, MLContext context, PhiVisionTransformer tuned, TunedModel? previous, string? previousName, AnswerTemplate template, ProductTable table, ProductSplit split, CancellationToken cancellation)
    {
        using var model = new TunedModel(context, tuned, cancellation);
        var held = table with { Products = split.Test };
        var rows = reporter.Track("Scoring the held-out rows", report => model.Score(held, report));
        var result = EvaluateResult.Of(template, rows, split.Train);
        var comparison = previous is null ? null : AdapterComparison.Of(previousName!, template, reporter.Track("Scoring them with the adapter before", report => previous.Score(held, report)), rows);
        return (held.Products.Count > 1 ? result.WithPicturesSwapped(model, held, reporter) : result, comparison);
    }

    private static void Print(TrainResult result, Reporter reporter)
    {
        reporter.Line($"Wrote {result.Model}.");
        foreach (var row in result.Training.RefusedRows)
            reporter.Line($"row '{row.Id}' was left out: {row.Reason}");
        if (result.Grounding is not null)
            reporter.Line(result.Grounding);
        result.HeldOut?.Print(reporter);
        result.Comparison?.Print(reporter);
    }

    private sealed record TrainResult(string Model, int RowsTrain, int RowsValidation, int RowsTest, FineTuneReport Training, string? Grounding, EvaluateResult? HeldOut, AdapterComparison? Comparison);
}
