using PhiVisionML.Model.Lora;
using PhiVisionML.Training.Optimizers;

namespace PhiVisionML.Training;

/// <summary>How to train. Every default is meant for an adapter on a few thousand rows.</summary>
public sealed record TrainingOptions
{
    /// <summary>What is changed. Default: an adapter.</summary>
    public TrainingMode Mode { get; init; } = TrainingMode.Lora;

    /// <summary>Shape of the adapter; decoder, projector and tower by its target modules. Default: rank 16 on the decoder. Only with <see cref="TrainingMode.Lora"/>.</summary>
    public LoraOptions? Lora { get; init; }

    /// <summary>How often every row is seen. Default 1; at least 1.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Ends the run after so many steps if <see cref="Epochs"/> have not ended it before. Default null: no such end; at least 1.</summary>
    public int? MaxSteps { get; init; }

    /// <summary>Most tokens of one forward pass: rows times the longest row. Default 4096; more is faster and takes more memory.</summary>
    public int BatchTokens { get; init; } = 4096;

    /// <summary>Most rows of one forward pass. Default 16; at least 1.</summary>
    public int BatchRows { get; init; } = 16;

    /// <summary>Forward passes whose gradients make one step. Default 1; the last step of an epoch takes what is left. The loss is the mean over all answer tokens of a step.</summary>
    public int AccumulationBatches { get; init; } = 1;

    /// <summary>Puts rows of like length together: less padding. Default false.</summary>
    public bool BatchByLength { get; init; }

    /// <summary>Largest learning rate. Default 2e-4 (for full tuning 1e-5 to 5e-5 is usual); above 0.</summary>
    public double LearningRate { get; init; } = 2e-4;

    /// <summary>Decoupled weight decay. Default 0.01; 0 or more.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Parts with a learning rate or a weight decay of their own. Default: none. A part that the mode does not train is refused.</summary>
    public IReadOnlyDictionary<TrainingPart, PartRates> Parts { get; init; } = new Dictionary<TrainingPart, PartRates>();

    /// <summary>Betas and epsilon. Default: 0.9, 0.95, 1e-7.</summary>
    public AdamWOptions AdamW { get; init; } = new();

    /// <summary>How the learning rate falls. Default linear.</summary>
    public ScheduleKind Schedule { get; init; } = ScheduleKind.Linear;

    /// <summary>Share of all steps in which the learning rate rises. Default 0.03; 0 to 1. <see cref="WarmupSteps"/>, where set, replaces it.</summary>
    public double WarmupRatio { get; init; } = 0.03;

    /// <summary>Steps in which the learning rate rises. Default null: by <see cref="WarmupRatio"/>; 0 or more.</summary>
    public int? WarmupSteps { get; init; }

    /// <summary>Longest gradient; longer ones are scaled down. Default 1; null never clips; above 0.</summary>
    public double? ClipNorm { get; init; } = 1;

    /// <summary>Seed of the order of rows, of augmentation and of a fresh adapter. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Steps between validations; the last step is always followed by one. Default 100; at least 1. Needs validation rows to matter.</summary>
    public int ValidationSteps { get; init; } = 100;

    /// <summary>Validations without a better loss after which the run ends. Default null: never; at least 1.</summary>
    public int? EarlyStoppingPatience { get; init; }

    /// <summary>Ends with the weights of the best validation rather than with the last ones. Default true; without validation rows the last ones it is.</summary>
    public bool KeepBest { get; init; } = true;

    /// <summary>What cancelling does. Default: throws.</summary>
    public CancellationBehavior Cancellation { get; init; } = CancellationBehavior.Throw;

    /// <summary>Folder for checkpoints. A run that finds one of its own there goes on from it. Default null: no checkpoints.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Steps between checkpoints; one more is written when the run ends or is cancelled. Default 100; at least 1.</summary>
    public int CheckpointSteps { get; init; } = 100;

    /// <summary>File for the run's log, one JSON object a line. Default null: no log.</summary>
    public string? RunLogPath { get; init; }

    /// <summary>Steps between progress reports and log lines. Default 1; at least 1.</summary>
    public int LogSteps { get; init; } = 1;

    /// <summary>The adapter's shape, or null when none is trained.</summary>
    internal LoraOptions? EffectiveLora => Mode == TrainingMode.Lora ? Lora ?? new LoraOptions() : null;

    /// <summary>Checks all ranges and contradictions.</summary>
    /// <exception cref="ArgumentException">A value is out of range or contradicts another; the message names it.</exception>
    public void Validate()
    {
        AtLeastOne(Epochs, nameof(Epochs));
        AtLeastOne(MaxSteps ?? 1, nameof(MaxSteps));
        AtLeastOne(BatchTokens, nameof(BatchTokens));
        AtLeastOne(BatchRows, nameof(BatchRows));
        AtLeastOne(AccumulationBatches, nameof(AccumulationBatches));
        AtLeastOne(ValidationSteps, nameof(ValidationSteps));
        AtLeastOne(EarlyStoppingPatience ?? 1, nameof(EarlyStoppingPatience));
        AtLeastOne(CheckpointSteps, nameof(CheckpointSteps));
        AtLeastOne(LogSteps, nameof(LogSteps));
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "above 0");
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "0 or more");
        Require(WarmupRatio is >= 0 and <= 1, nameof(WarmupRatio), WarmupRatio, "from 0 to 1");
        Require(WarmupSteps is null or >= 0, nameof(WarmupSteps), WarmupSteps, "0 or more");
        Require(ClipNorm is null or > 0, nameof(ClipNorm), ClipNorm, "above 0, or null");
        AdamW.Validate();
        Lora?.Validate();
        if (Lora is not null && Mode != TrainingMode.Lora)
            throw new ArgumentException($"{nameof(Lora)} is set, but {nameof(Mode)} is {Mode}, which trains no adapter. Leave one of them out.");
        foreach (var (part, rates) in Parts)
        {
            if (!TrainedParts().Contains(part))
                throw new ArgumentException($"{nameof(Parts)} gives rates for {part}, which {nameof(Mode)} {Mode} does not train; it trains {string.Join(", ", TrainedParts())}.");
            rates.Validate(part);
        }
    }

    private TrainingPart[] TrainedParts() => Mode switch
    {
        TrainingMode.Lora => [TrainingPart.Lora],
        TrainingMode.FrozenTower => [TrainingPart.Projector, TrainingPart.Decoder, TrainingPart.Head],
        _ => [TrainingPart.Tower, TrainingPart.Projector, TrainingPart.Decoder, TrainingPart.Head],
    };

    private static void AtLeastOne(int value, string name) => Require(value >= 1, name, value, "at least 1");

    private static void Require(bool holds, string name, object? value, string range)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {range}; it is {value}.");
    }
}
