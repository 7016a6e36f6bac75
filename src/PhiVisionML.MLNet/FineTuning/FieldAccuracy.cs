using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Metrics;
using PhiVisionML.Model;
using PhiVisionML.Model.Constraints;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Lora;
using PhiVisionML.Training.Batching;
using PhiVisionML.Training.Samples;

namespace PhiVisionML.MLNet.FineTuning;

/// <summary>Generates the answers of training rows and counts how often each field is right.</summary>
/// <param name="plan">How answers are read and rows batched.</param>
/// <param name="model">The base.</param>
/// <param name="constraint">What answers may be.</param>
internal sealed class FieldAccuracy(FineTunePlan plan, PhiVisionModel model, ITokenConstraint? constraint)
{
    private readonly AnswerTemplate _template = AnswerTemplate.Parse(plan.Settings.Answer!.Template);

    /// <summary>The fields' names, in the order of the numbers.</summary>
    public IReadOnlyList<string> Names => [.. _template.Fields.Select(known => known.Name)];

    /// <returns>For each field the share of rows in which it is right, 0 to 1.</returns>
    public double[] Of(ISampleSource rows, LoraAdapter? adapter, CancellationToken cancellation)
    {
        var right = new double[_template.Fields.Count];
        foreach (int[] batch in new BatchPacker(rows, int.MaxValue, plan.Settings.Batching.Rows).Sorted())
            Count(Array.ConvertAll(batch, rows.Get), adapter, right, cancellation);
        return Array.ConvertAll(right, count => count / rows.Count);
    }

    private void Count(TrainingSample[] samples, LoraAdapter? adapter, double[] right, CancellationToken cancellation)
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
