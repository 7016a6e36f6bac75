using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Metrics;
using PhiVisionML.Model;
using PhiVisionML.Model.Constraints;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Lora;
using PhiVisionML.Training;
using PhiVisionML.Training.Batching;
using PhiVisionML.Training.Grounding;
using PhiVisionML.Training.Samples;

namespace PhiVisionML.MLNet.FineTuning;

/// <summary>Checks after a training whether the model uses its pictures, by loss and by the accuracy of each field.</summary>
/// <param name="plan">How many rows, and how they are batched.</param>
/// <param name="model">The base.</param>
/// <param name="adapter">What was trained.</param>
/// <param name="constraint">What answers may be.</param>
internal sealed class GroundingProbe(FineTunePlan plan, PhiVisionModel model, LoraAdapter adapter, ITokenConstraint? constraint)
{
    private readonly AnswerTemplate _template = AnswerTemplate.Parse(plan.Settings.Answer!.Template);
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
            Accuracies = _template.Fields.Select((field, i) => (field.Name, i)).ToDictionary(
                field => field.Name,
                field => (Func<ISampleSource, PictureVariant, double>)((samples, variant) => AccuraciesOf(samples, variant, cancellation)[field.i])),
        };
        return check.Run(chosen, plan.Training.Seed, cancellation);
    }

    private SampleSubset Choose(ISampleSource rows)
    {
        var some = SplitMix64.For(plan.Training.Seed).Permutation(rows.Count).Take(plan.GroundingRows).Order();
        var alike = some.GroupBy(row => rows.Get(row).Pictures.Count).Where(group => group.Count() > 1);
        return new(rows, [.. alike.SelectMany(group => group)]);
    }

    private double[] AccuraciesOf(ISampleSource rows, PictureVariant variant, CancellationToken cancellation)
    {
        if (!_accuracies.TryGetValue(variant, out var shares))
        {
            var right = new double[_template.Fields.Count];
            foreach (int[] batch in new BatchPacker(rows, int.MaxValue, plan.Settings.Batching.Rows).Sorted())
                Count(Array.ConvertAll(batch, rows.Get), right, cancellation);
            _accuracies.Add(variant, shares = Array.ConvertAll(right, count => count / rows.Count));
        }

        return shares;
    }

    private void Count(TrainingSample[] samples, double[] right, CancellationToken cancellation)
    {
        var options = new GenerationOptions { MaxNewTokens = plan.Settings.Generation.MaxNewTokens };
        GenerationRequest[] requests = [.. samples.Select(sample => new GenerationRequest(sample.PromptIds(), sample.Pictures) { Options = options, Constraint = constraint })];
        var answers = model.Generator.Generate(requests, adapter, cancellationToken: cancellation);
        for (int i = 0; i < samples.Length; i++)
        {
            var truth = _template.ParseAnswer(model.Tokenizer.Decode([.. samples[i].Labels.Where(label => label >= 0)]));
            var said = _template.ParseAnswer(answers[i].Text);
            for (int field = 0; field < right.Length; field++)
            {
                var predicted = said.Fields[field].Found ? said.Fields[field].Text : null;
                if (new FieldPrediction(truth.Fields[field].Text, predicted).IsCorrect(_template.Fields[field]))
                    right[field]++;
            }
        }
    }
}
