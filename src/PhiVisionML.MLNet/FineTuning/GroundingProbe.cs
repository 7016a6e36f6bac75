using PhiVisionML.Model;
using PhiVisionML.Model.Lora;
using PhiVisionML.Training;
using PhiVisionML.Training.Grounding;
using PhiVisionML.Training.Samples;

namespace PhiVisionML.MLNet.FineTuning;

/// <summary>Checks after a training whether the model uses its pictures, by loss and by the accuracy of each field.</summary>
/// <param name="plan">How many rows, and how they are batched.</param>
/// <param name="model">The base.</param>
/// <param name="adapter">What was trained.</param>
/// <param name="accuracy">Measures the fields.</param>
internal sealed class GroundingProbe(FineTunePlan plan, PhiVisionModel model, LoraAdapter adapter, FieldAccuracy accuracy)
{
    private readonly Dictionary<PictureVariant, double[]> _accuracies = [];

    /// <returns>Null when there are not two rows with as many pictures.</returns>
    public GroundingReport? Run(ISampleSource rows, CancellationToken cancellation)
    {
        var chosen = Choose(rows);
        if (chosen.Count < 2)
            return null;
        // A row may get a larger picture than its own.
        int tokens = Math.Max(plan.Training.BatchTokens, 2 * Enumerable.Range(0, chosen.Count).Max(i => chosen.Size(i).Tokens));
        var meter = new AnswerLossMeter(model.Network, model.Processor, adapter, tokens, plan.Training.BatchRows);
        var check = new GroundingCheck(meter.MeanLoss)
        {
            Accuracies = accuracy.Names.Select((name, i) => (name, i)).ToDictionary(
                field => field.name,
                field => (Func<ISampleSource, PictureVariant, double>)((samples, variant) => AccuraciesOf(samples, variant, cancellation)[field.i])),
        };
        return check.Run(chosen, plan.Training.Seed, cancellation);
    }

    // Pictures can be exchanged between rows with as many of them.
    private SampleSubset Choose(ISampleSource rows)
    {
        var some = SampleSubset.Draw(rows, plan.GroundingRows, plan.Training.Seed);
        var alike = Enumerable.Range(0, some.Count).GroupBy(row => some.Get(row).Pictures.Count).Where(group => group.Count() > 1);
        return new(some, [.. alike.SelectMany(group => group)]);
    }

    // The check asks for one field after the other; the answers are generated once.
    private double[] AccuraciesOf(ISampleSource rows, PictureVariant variant, CancellationToken cancellation)
    {
        if (!_accuracies.TryGetValue(variant, out var shares))
            _accuracies.Add(variant, shares = accuracy.Of(rows, adapter, cancellation));
        return shares;
    }
}
