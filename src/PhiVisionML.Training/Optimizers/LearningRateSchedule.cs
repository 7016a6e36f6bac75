namespace PhiVisionML.Training.Optimizers;

/// <summary>The factor on the learning rate at each step: a straight warm-up, then constant, linear or cosine.</summary>
public sealed class LearningRateSchedule
{
    private readonly ScheduleKind _kind;
    private readonly int _warmupSteps;

    /// <summary>Makes a schedule.</summary>
    /// <param name="kind">The way down.</param>
    /// <param name="totalSteps">Steps of the whole run, at least 1.</param>
    /// <param name="warmupSteps">Steps until the full rate is reached; 0 starts with it.</param>
    public LearningRateSchedule(ScheduleKind kind, int totalSteps, int warmupSteps = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(totalSteps, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(warmupSteps);
        _kind = kind;
        TotalSteps = totalSteps;
        _warmupSteps = warmupSteps;
    }

    /// <summary>Steps of the whole run.</summary>
    public int TotalSteps { get; }

    /// <summary>The factor of a step, above 0 and at most 1 within the run.</summary>
    /// <param name="step">Steps taken before this one.</param>
    public double Factor(int step)
    {
        if (step < _warmupSteps)
            return (step + 1.0) / _warmupSteps;
        double done = Math.Min(1, (double)(step - _warmupSteps) / Math.Max(1, TotalSteps - _warmupSteps));
        return _kind switch
        {
            ScheduleKind.Constant => 1,
            ScheduleKind.Linear => 1 - done,
            _ => 0.5 * (1 + Math.Cos(Math.PI * done)),
        };
    }
}
