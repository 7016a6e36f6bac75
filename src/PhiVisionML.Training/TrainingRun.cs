using PhiVisionML.Model;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Lora;
using PhiVisionML.Training.Batching;
using PhiVisionML.Training.Checkpoints;
using PhiVisionML.Training.Logging;
using PhiVisionML.Training.Optimizers;
using PhiVisionML.Training.Samples;

namespace PhiVisionML.Training;

/// <summary>One run of a <see cref="Trainer"/>, from its first step or its checkpoint to its end.</summary>
/// <remarks>
/// Batches are prepared on the run's own thread, between forward passes. That takes a few percent of a step; on another thread it would
/// set off collections during native calls, which those do not bear (see <see cref="ForegroundCollection"/>).
/// </remarks>
internal sealed class TrainingRun : IDisposable
{
    private const int StepsBetweenCollections = 25;   // managed handles pile up otherwise, and the process grows

    private readonly Phi3Vision _network;
    private readonly TrainingOptions _options;
    private readonly LoraAdapter? _adapter;
    private readonly ISampleSource _training;
    private readonly ISampleSource? _validation;
    private readonly TimeProvider _time;
    private readonly PixelMaker _pixels;
    private readonly EpochPlan _plan;
    private readonly LearningRateSchedule _schedule;
    private readonly IReadOnlyList<TrainableParameter> _parameters;
    private readonly AdamW _optimizer;
    private readonly GradientStep _step;
    private readonly AnswerLossMeter _meter;
    private readonly BestWeights _best;
    private RunState _state = new();

    public TrainingRun(Phi3Vision network, ImageProcessor processor, TrainingOptions options, LoraAdapter? adapter, ISampleSource training, ISampleSource? validation, TimeProvider time)
    {
        (_network, _options, _adapter, _training, _validation, _time) = (network, options, adapter, training, validation, time);
        RequireAnswers(training);
        _plan = new EpochPlan(new BatchPacker(training, options.BatchTokens, options.BatchRows), options);
        int warmup = options.WarmupSteps ?? (int)Math.Round(options.WarmupRatio * _plan.TotalSteps);
        _schedule = new LearningRateSchedule(options.Schedule, _plan.TotalSteps, warmup);
        _pixels = new PixelMaker(processor, network.Device);
        _meter = new AnswerLossMeter(network, processor, adapter, options.BatchTokens, options.BatchRows);
        _parameters = adapter is not null ? TrainableParameters.Of(adapter) : TrainableParameters.Unfreeze(network, options.Mode);
        _optimizer = new AdamW(Groups(), options.AdamW);
        _step = new GradientStep(network, adapter, _parameters, _optimizer, options.ClipNorm);
        _best = new BestWeights(_parameters);
    }

    public Func<HdPicture, int, SplitMix64, HdPicture>? Augment { get; init; }

    public Func<LoraAdapter?, IReadOnlyDictionary<string, double>>? Measure { get; init; }

    public TrainingResult Go(IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var checkpoints = _options.CheckpointFolder is { } folder
            ? new CheckpointStore(folder, RunFingerprint.Of(_network, _options, _training, _validation, Augment is not null), _parameters, _optimizer, _best)
            : null;
        _state = checkpoints?.Load() ?? _state;
        int resumedFrom = _state.Step;
        using var log = _options.RunLogPath is { } path ? RunLog.Open(path, resumedFrom) : null;
        var (stopped, lastLoss) = Steps(checkpoints, log, progress, cancellation);
        return End(stopped, resumedFrom, lastLoss);
    }

    public void Dispose()
    {
        TrainableParameters.Freeze(_parameters);
        _optimizer.Dispose();
        _best.Dispose();
    }

    private static void RequireAnswers(ISampleSource samples)
    {
        for (int i = 0; i < samples.Count; i++)
        {
            if (samples.Size(i).LabelledTokens == 0)
            {
                string id = samples.Get(i).Id;
                throw new SampleRefusedException(id, $"Row '{id}' has 0 answer tokens among {samples.Size(i).Tokens}; there is nothing to learn from it.");
            }
        }
    }

    private ParameterGroup[] Groups() => [.. _parameters.GroupBy(p => p.Part).Select(part =>
    {
        var rates = _options.Parts.GetValueOrDefault(part.Key);
        return new ParameterGroup([.. part], rates?.LearningRate ?? _options.LearningRate, rates?.WeightDecay ?? _options.WeightDecay);
    })];

    private TrainingBatch Prepare(int[] rows, int epoch) => TrainingBatch.From([.. rows.Select(row => Augmented(row, epoch))], _pixels, _network.Config.PadTokenId);

    private TrainingSample Augmented(int row, int epoch)
    {
        var sample = _training.Get(row);
        if (Augment is null)
            return sample;
        var random = SplitMix64.For(_options.Seed, epoch, row);
        HdPicture[] pictures = [.. sample.Pictures.Select(p => Augment(p, epoch, random))];
        int before = sample.Pictures.Sum(p => p.Layout.Tokens), after = pictures.Sum(p => p.Layout.Tokens);
        return before == after
            ? sample with { Pictures = pictures }
            : throw new SampleRefusedException(sample.Id, $"Augmenting row '{sample.Id}' changed its pictures from {before} to {after} tokens; augmentation must keep a picture's layout.");
    }

    private (StopReason Stopped, double? LastLoss) Steps(CheckpointStore? checkpoints, RunLog? log, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        double? lastLoss = null;
        try
        {
            Validate(log, cancellation);
            foreach (var planned in _plan.Remaining(_state.Epoch, _state.StepInEpoch, _state.Step).TakeWhile(_ => !EarlyStop()))
            {
                var report = Take(planned, cancellation);
                lastLoss = report.Loss;
                bool told = report.Step % _options.LogSteps == 0 || report.Step == _plan.TotalSteps;
                if (told)
                    log?.Write(report);
                var validation = Validate(log, cancellation);
                if (told || validation is not null)
                    progress?.Report(report with { Validation = validation });
                if (report.Step % _options.CheckpointSteps == 0)
                    checkpoints?.Save(_state);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            checkpoints?.Save(_state);
            if (_options.Cancellation == CancellationBehavior.Throw)
                throw;
            return (StopReason.Cancelled, lastLoss);
        }

        checkpoints?.Save(_state);
        return (EarlyStop() && _state.Step < _plan.TotalSteps ? StopReason.EarlyStopped : StopReason.Completed, lastLoss);
    }

    // One optimizer step
    private TrainingProgress Take(PlannedStep planned, CancellationToken cancellation)
    {
        long began = _time.GetTimestamp();
        int labelled = planned.Batches.Sum(rows => rows.Sum(r => _training.Size(r).LabelledTokens));
        double loss = 0;
        int tokens = 0;
        var rowIds = new List<string>();
        try
        {
            foreach (int[] rows in planned.Batches)
            {
                cancellation.ThrowIfCancellationRequested();
                using var batch = Prepare(rows, planned.Epoch);
                double share = _step.Accumulate(batch, labelled);
                if (!double.IsFinite(share))
                    throw new TrainingDivergedException($"loss is {share}", _state.Step + 1, batch.RowIds);
                loss += share;
                tokens += batch.RealTokens;
                rowIds.AddRange(batch.RowIds);
            }
        }
        catch
        {
            _step.Discard();
            throw;
        }

        double factor = _schedule.Factor(_state.Step);
        double norm = _step.Apply(factor);
        if (!double.IsFinite(norm))
            throw new TrainingDivergedException($"gradient norm is {norm}", _state.Step + 1, rowIds);
        double seconds = _time.GetElapsedTime(began).TotalSeconds;
        _state = _state with { Step = _state.Step + 1, Epoch = planned.Epoch, StepInEpoch = planned.StepInEpoch + 1 };
        if (_state.Step % StepsBetweenCollections == 0)
            GC.Collect(0, GCCollectionMode.Forced, blocking: false);
        double epoch = planned.Epoch + (planned.StepInEpoch + 1.0) / planned.StepsInEpoch;
        return new TrainingProgress(_state.Step, _plan.TotalSteps, epoch, loss, _options.LearningRate * factor, norm, tokens / Math.Max(seconds, 1e-9), Environment.WorkingSet / 1e6, null);
    }

    // Once after each step that is followed by one; a run that was cancelled meanwhile makes up for it when it goes on
    private ValidationPoint? Validate(RunLog? log, CancellationToken cancellation)
    {
        bool due = _state.Step > 0 && (_state.Step % _options.ValidationSteps == 0 || _state.Step == _plan.TotalSteps);
        if (_validation is null || !due || _state.Validations.Any(v => v.Step == _state.Step))
            return null;
        double loss = _meter.MeanLoss(_validation, cancellation);
        var point = new ValidationPoint(_state.Step, loss, Measure?.Invoke(_adapter) ?? new Dictionary<string, double>());
        _state = _state with { Validations = [.. _state.Validations, point] };
        if (_options.KeepBest && ReferenceEquals(_state.Best(), point))
            _best.Keep();
        log?.Write(point);
        return point;
    }

    private bool EarlyStop() => _options.EarlyStoppingPatience is { } patience && _state.ValidationsSinceBest() >= patience;

    private TrainingResult End(StopReason stopped, int resumedFrom, double? lastLoss)
    {
        var best = _state.Best();
        bool restored = _options.KeepBest && best is not null;
        if (restored)
            _best.Restore();
        return new TrainingResult(_adapter, stopped, _state.Step, resumedFrom, lastLoss, _state.Validations, best, restored ? best!.Step : _state.Step);
    }
}
