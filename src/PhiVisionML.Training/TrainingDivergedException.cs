namespace PhiVisionML.Training;

/// <summary>The loss or the gradient stopped being a number.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Names the step and its rows.</summary>
    /// <param name="what">What was not finite, and its value.</param>
    /// <param name="step">The step, from 1.</param>
    /// <param name="rowIds">Rows of the forward pass or of the step.</param>
    public TrainingDivergedException(string what, int step, IReadOnlyList<string> rowIds)
        : base($"At step {step} the {what}, in rows {string.Join(", ", rowIds)}. The weights are those after step {step - 1}. Lower the learning rate, or look at these rows.")
    {
        Step = step;
        RowIds = rowIds;
    }

    /// <summary>The step, from 1.</summary>
    public int Step { get; }

    /// <summary>The rows at fault.</summary>
    public IReadOnlyList<string> RowIds { get; }
}
