namespace PhiVisionML.Training.Batching;

/// <summary>Which rows each step of a run takes: a function of the rows' lengths, the options and the seed alone.</summary>
internal sealed class EpochPlan
{
    private readonly BatchPacker _packer;
    private readonly TrainingOptions _options;

    public EpochPlan(BatchPacker packer, TrainingOptions options)
    {
        _packer = packer;
        _options = options;
        long steps = Enumerable.Range(0, options.Epochs).Sum(e => (long)StepsOf(e).Count);
        TotalSteps = (int)Math.Min(steps, options.MaxSteps ?? int.MaxValue);
    }

    /// <summary>Steps of the whole run if nothing ends it early.</summary>
    public int TotalSteps { get; }

    /// <summary>The steps that are left after some have been taken.</summary>
    /// <param name="epoch">Epoch of the next step.</param>
    /// <param name="stepInEpoch">Steps of that epoch that were taken.</param>
    /// <param name="step">Steps taken in all.</param>
    public IEnumerable<PlannedStep> Remaining(int epoch, int stepInEpoch, int step)
    {
        for (; epoch < _options.Epochs; epoch++, stepInEpoch = 0)
        {
            var steps = StepsOf(epoch);
            for (; stepInEpoch < steps.Count; stepInEpoch++)
            {
                if (step++ == TotalSteps)
                    yield break;
                yield return new PlannedStep(epoch, stepInEpoch, steps.Count, steps[stepInEpoch]);
            }
        }
    }

    private List<int[][]> StepsOf(int epoch) => [.. _packer.Shuffled(_options.Seed, epoch, _options.BatchByLength).Chunk(_options.AccumulationBatches)];
}
