using Microsoft.ML;
using Microsoft.ML.Runtime;
using PhiVisionML.MLNet.Columns;
using PhiVisionML.MLNet.Interop;
using PhiVisionML.MLNet.Network;
using PhiVisionML.MLNet.Storage;
using PhiVisionML.Model;
using PhiVisionML.Model.Constraints;
using PhiVisionML.Model.Lora;
using PhiVisionML.Training;
using PhiVisionML.Training.Grounding;
using PhiVisionML.Training.Samples;

namespace PhiVisionML.MLNet.FineTuning;

/// <summary>One fine-tuning, from a view of rows to a transformer.</summary>
internal sealed class FineTuneRun(IHostEnvironment environment, IHost host, FineTunePlan plan)
{
    private readonly EnvironmentSettings _settings = MLNetInterop.GetSettings(environment);

    public PhiVisionTransformer Fit(IDataView input)
    {
        var reference = BaseModelFinder.Find(environment, host, plan.BaseModelPath, wanted: null);
        using var cancellation = new RunCancellation(host, plan.Cancellation);
        using var work = new WorkFolder(plan.WorkspacePath, _settings.TempFilePath);
        using var model = BaseModel.Open(host, reference.Path, _settings, plan.Settings.Precision, plan.Settings.Pictures);

        var reader = new SampleReader(host, plan, model);
        using var rows = reader.Read(input, work.SamplesOf("training"), cancellation);
        using var held = plan.ValidationSet is { } set ? reader.Read(set, work.SamplesOf("validation"), cancellation) : null;
        var (learned, validation) = held is null ? Split(rows.Samples) : ([.. Enumerable.Range(0, rows.Samples.Count)], held.Samples);
        RequireRoomForAnswers(rows.Samples);

        var answer = AnswerStatistics.Complete(plan.Settings.Answer!, [.. learned.Select(row => rows.Values[row])]);
        var constraint = AnswerConstraint.Build(answer, model, plan.Settings.Generation.MaxNewTokens);
        var (adapter, report) = model.Use(
            loaded => Train(loaded, reference, new SampleSubset(rows.Samples, learned), validation, constraint, work, cancellation), cancellation.Token);
        report = report with { RefusedRows = [.. rows.Refused, .. held?.Refused ?? []] };
        var scoring = plan.Cancellation.IsCancellationRequested ? CancellationToken.None : plan.Cancellation;
        return new(environment, new(plan.Settings with { Answer = answer }, reference, adapter, report), reference.Path, scoring);
    }

    private (IReadOnlyList<int> Learned, ISampleSource? Validation) Split(SampleCache rows)
    {
        if (plan.ValidationSetFraction == 0)
            return ([.. Enumerable.Range(0, rows.Count)], null);
        int count = (int)Math.Round(plan.ValidationSetFraction * rows.Count);
        if (count == 0 || count == rows.Count)
        {
            throw ColumnErrors.UserArgument(
                host, "ValidationSetFraction", $"ValidationSetFraction is {plan.ValidationSetFraction}: of {rows.Count} rows {count} would be for validation; both sides need one.");
        }

        int[] order = SplitMix64.For(plan.Training.Seed).Permutation(rows.Count);
        return ([.. order[count..].Order()], new SampleSubset(rows, [.. order[..count].Order()]));
    }

    // After the answer come <|end|>, newline and <|endoftext|>; generating ends with the first of them.
    private void RequireRoomForAnswers(SampleCache rows)
    {
        int longest = Enumerable.Range(0, rows.Count).Max(row => rows.Size(row).LabelledTokens) - 2;
        if (longest > plan.Settings.Generation.MaxNewTokens)
        {
            throw ColumnErrors.UserArgument(
                host, "MaxNewTokens", $"MaxNewTokens is {plan.Settings.Generation.MaxNewTokens}, but the longest answer to be learned has {longest} tokens; raise it.");
        }
    }

    private (AdapterPackage Adapter, FineTuneReport Report) Train(
        PhiVisionModel model, BaseModelReference reference, SampleSubset training, ISampleSource? validation, ITokenConstraint? constraint,
        WorkFolder work, RunCancellation cancellation)
    {
        using var channel = host.Start("Training");
        var accuracy = new FieldAccuracy(plan, model, constraint);
        var trainer = new Trainer(model.Network, model.Processor, plan.Training with { CheckpointFolder = work.Checkpoints, RunLogPath = work.RunLog })
        {
            Augment = plan.Augment ? PictureAugmenter.Change : null,
            Measure = plan.MeasureFields && validation is not null ? Measure(accuracy, validation, cancellation.Token) : null,
        };
        var result = trainer.Train(training, validation, new TrainingReporter(channel, plan, cancellation), cancellation.Token);
        using var adapter = result.Adapter!;
        var grounding = result.Stopped == StopReason.Cancelled
            ? null
            : Ground(channel, new GroundingProbe(plan, model, adapter, accuracy), validation ?? training, cancellation.Token);
        return (new AdapterFiles(_settings.TempFilePath).Pack(adapter, reference.ModelId), new()
        {
            Version = typeof(FineTuneRun).Assembly.GetName().Version!.ToString(3),
            Options = plan.Training,
            Augmented = plan.Augment,
            TrainingRows = training.Count,
            ValidationRows = validation?.Count ?? 0,
            RefusedRows = [],
            Stopped = result.Stopped,
            Steps = result.Steps,
            WeightsOfStep = result.WeightsOfStep,
            LastLoss = result.LastLoss,
            Validations = result.Validations,
            Grounding = grounding,
        });
    }

    private Func<LoraAdapter?, IReadOnlyDictionary<string, double>> Measure(FieldAccuracy accuracy, ISampleSource validation, CancellationToken cancellation)
    {
        var rows = SampleSubset.Draw(validation, plan.GroundingRows, plan.Training.Seed);
        return adapter => accuracy.Names.Zip(accuracy.Of(rows, adapter, cancellation)).ToDictionary(field => $"accuracy_{field.First}", field => field.Second);
    }

    private GroundingReport? Ground(IChannel channel, GroundingProbe probe, ISampleSource rows, CancellationToken cancellation)
    {
        GroundingReport? report;
        try
        {
            report = probe.Run(rows, cancellation);
        }
        catch (OperationCanceledException) when (plan.Training.Cancellation == CancellationBehavior.ReturnCurrent)
        {
            channel.Warning(MessageSensitivity.None, "Whether the model uses its pictures is not known: the check was cancelled.");
            return null;
        }

        if (report is { UsesItsPictures: true })
            channel.Info(MessageSensitivity.None, "{0}", report.Verdict);
        else
            channel.Warning(MessageSensitivity.None, "{0}", report?.Verdict ?? "Whether the model uses its pictures is not known: it takes two rows with as many pictures.");
        return report;
    }
}
