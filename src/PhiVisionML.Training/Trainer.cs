using PhiVisionML.Model;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Lora;
using PhiVisionML.Training.Samples;

namespace PhiVisionML.Training;

/// <summary>Fine-tunes a network on (pictures, prompt, answer).</summary>
/// <remarks>
/// One run at a time on one network; nobody else may use the network meanwhile. With <see cref="TrainingMode.Full"/> and
/// <see cref="TrainingMode.FrozenTower"/> the network's weights are changed in place, and a run that throws leaves those of the last
/// complete step. On the CPU a run is repeatable bit for bit with the same number of threads, an interrupted and resumed one included.
/// </remarks>
/// <param name="network">The network.</param>
/// <param name="processor">Makes pixel values of processed pictures.</param>
/// <param name="options">How to train.</param>
/// <param name="adapter">An adapter to train further, in place; null makes a fresh one. Only with <see cref="TrainingMode.Lora"/>.</param>
/// <param name="time">Clock for speeds in progress reports; the system's when null.</param>
public sealed class Trainer(Phi3Vision network, ImageProcessor processor, TrainingOptions options, LoraAdapter? adapter = null, TimeProvider? time = null)
{
    /// <summary>Changes a picture before a step sees it: picture, epoch (from 0), random numbers that follow from seed, epoch and row. The result must have as many tokens. Null changes nothing.</summary>
    public Func<HdPicture, int, SplitMix64, HdPicture>? Augment { get; init; }

    /// <summary>Measures at each validation what the loss does not tell, on generated answers say; names and values go into reports and the log. Null measures nothing.</summary>
    public Func<LoraAdapter?, IReadOnlyDictionary<string, double>>? Measure { get; init; }

    /// <summary>Trains.</summary>
    /// <param name="training">Rows to learn.</param>
    /// <param name="validation">Rows to measure on; null goes without validation.</param>
    /// <param name="progress">Receives a report every <see cref="TrainingOptions.LogSteps"/> steps.</param>
    /// <param name="cancellation">Looked at between forward passes.</param>
    /// <exception cref="ArgumentException">Options contradict each other, the rows or the network.</exception>
    /// <exception cref="SampleRefusedException">A row has no answer, or does not fit a batch.</exception>
    /// <exception cref="TrainingDivergedException">Loss or gradient is not finite.</exception>
    /// <exception cref="Checkpoints.CheckpointMismatchException">The checkpoint folder holds another run's checkpoint; what differs is named.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled, and <see cref="TrainingOptions.Cancellation"/> asks to throw.</exception>
    public TrainingResult Train(ISampleSource training, ISampleSource? validation = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        options.Validate();
        if (training.Count == 0 || validation?.Count == 0)
            throw new ArgumentException($"There are {training.Count} training rows and {validation?.Count.ToString() ?? "no"} validation rows; give at least one of each, or null for no validation.", nameof(training));
        if (options.EarlyStoppingPatience is not null && validation is null)
            throw new ArgumentException($"{nameof(TrainingOptions.EarlyStoppingPatience)} is set, but there are no validation rows to watch.", nameof(validation));
        if (adapter is not null && options.Mode != TrainingMode.Lora)
            throw new ArgumentException($"An adapter was given, but {nameof(TrainingOptions.Mode)} is {options.Mode}, which would not train it.");

        using var foreground = new ForegroundCollection();
        var made = options.EffectiveLora is { } lora && adapter is null ? LoraAdapter.Create(network, lora, options.Seed) : null;
        try
        {
            using var run = new TrainingRun(network, processor, options, adapter ?? made, training, validation, time ?? TimeProvider.System) { Augment = Augment, Measure = Measure };
            return run.Go(progress, cancellation);
        }
        catch
        {
            made?.Dispose();
            throw;
        }
    }
}
