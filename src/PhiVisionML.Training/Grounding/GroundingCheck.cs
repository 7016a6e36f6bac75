using PhiVisionML.Training.Samples;

namespace PhiVisionML.Training.Grounding;

/// <summary>
/// Measures a model with the right pictures, with other rows' pictures and with blank ones. A model that does as well with the wrong
/// pictures does not look at them, however low its loss is.
/// </summary>
/// <param name="loss">Mean loss over answer tokens of rows, as <see cref="AnswerLossMeter.MeanLoss"/> gives.</param>
public sealed class GroundingCheck(Func<ISampleSource, CancellationToken, double> loss)
{
    /// <summary>Accuracies to measure beside the loss, by name: the rows in a variant, and which one it is. Default: none.</summary>
    public IReadOnlyDictionary<string, Func<ISampleSource, PictureVariant, double>> Accuracies { get; init; } = new Dictionary<string, Func<ISampleSource, PictureVariant, double>>();

    /// <summary>Measures.</summary>
    /// <param name="rows">Rows that the model was not trained on; each has pictures, as many as at least one other row.</param>
    /// <param name="seed">Seed of the shuffle.</param>
    /// <param name="cancellation">Looked at between batches.</param>
    /// <exception cref="ArgumentException">The rows cannot be shuffled; the message names one.</exception>
    public GroundingReport Run(ISampleSource rows, long seed = 0, CancellationToken cancellation = default)
    {
        var variants = new PictureVariants(rows, seed);
        var all = Enum.GetValues<PictureVariant>();
        var losses = all.ToDictionary(v => v, v => loss(variants.Rows(v), cancellation));
        var accuracies = Accuracies.ToDictionary(a => a.Key,
            a => (IReadOnlyDictionary<PictureVariant, double>)all.ToDictionary(v => v, v => a.Value(variants.Rows(v), v)), StringComparer.Ordinal);
        return new GroundingReport(rows.Count, losses, accuracies);
    }
}
