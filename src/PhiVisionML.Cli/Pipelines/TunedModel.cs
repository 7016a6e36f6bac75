using Microsoft.ML;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.MLNet;

namespace PhiVisionML.Cli.Pipelines;

/// <summary>A loaded model that fills in the fields of a template.</summary>
internal sealed class TunedModel(MLContext context, PhiVisionTransformer transformer, CancellationToken cancellation) : IDisposable
{
    public AnswerTemplate Template { get; } = transformer.Template
        ?? throw new InvalidDataException("The model has no template, so it has no fields to fill in.");

    /// <summary>Scores a table.</summary>
    /// <param name="table">The products.</param>
    /// <param name="report">Receives the share that is done.</param>
    public IReadOnlyList<ScoredRow> Score(ProductTable table, Action<double, string> report) => ScoredRows.Read(
        transformer.Transform(context.Data.LoadFromProducts(table)),
        Template,
        done => report((double)done / table.Products.Count, ""),
        cancellation);

    public void Dispose() => transformer.Dispose();
}
