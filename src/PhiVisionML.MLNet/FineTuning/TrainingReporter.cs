using System.Globalization;
using Microsoft.ML.Runtime;
using PhiVisionML.Training;

namespace PhiVisionML.MLNet.FineTuning;

/// <summary>Hands the trainer's reports on to the log and the user's callback, and looks whether the context was cancelled.</summary>
internal sealed class TrainingReporter(IChannel channel, FineTunePlan plan, RunCancellation cancellation) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        cancellation.Poll();
        if (value.Step % plan.LogEveryNStep == 0 || value.Step == value.TotalSteps || value.Validation is not null)
            channel.Info(MessageSensitivity.None, "{0}", Line(value));
        plan.MetricsCallback?.Invoke(value);
    }

    private static string Line(TrainingProgress step)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"Step {step.Step} of {step.TotalSteps}, epoch {step.Epoch:0.00}: loss {step.Loss:0.0000}, learning rate {step.LearningRate:0.00e+0}, gradient norm {step.GradientNorm:0.000}, {step.TokensPerSecond:0} tokens/s, {step.ResidentMegabytes:0} MB");
        if (step.Validation is not { } validation)
            return line;
        var metrics = string.Concat(validation.Metrics.Select(metric => string.Create(CultureInfo.InvariantCulture, $", {metric.Key} {metric.Value:0.000}")));
        return string.Create(CultureInfo.InvariantCulture, $"{line}; validation loss {validation.Loss:0.0000}{metrics}");
    }
}
