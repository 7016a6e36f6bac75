using Microsoft.ML;
using Microsoft.ML.Runtime;
using PhiVisionML.MLNet.Batching;
using PhiVisionML.MLNet.Images;
using PhiVisionML.MLNet.Prompts;

namespace PhiVisionML.MLNet.Scoring;

/// <summary>Says how a <see cref="PhiVisionTransformer"/> reads and answers the rows of one input schema.</summary>
internal sealed class PictureMapper : BatchMapper<PreparedRow, PictureAnswer>
{
    private readonly OutputColumns _outputs;
    private readonly PicturesReader _pictures;
    private readonly PromptReader _prompt;
    private readonly Func<IPictureScorer> _scorer;

    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type.</exception>
    public PictureMapper(
        IHost host, DataViewSchema inputSchema, ScoringSettings settings, Func<IPictureScorer> scorer, CancellationToken cancellation)
        : base(host, inputSchema, OutputColumns.Of(settings).Columns, settings.Batching, cancellation)
    {
        _outputs = OutputColumns.Of(settings);
        _pictures = new(host, inputSchema, settings.ImageColumnNames, settings.ImageFolder);
        _prompt = settings.PromptColumnName is { } name
            ? PromptReader.FromColumn(host, inputSchema, name)
            : PromptReader.FromTemplate(host, inputSchema, PromptTemplate.Parse(settings.PromptTemplate!));
        _scorer = scorer;
        Inputs = [.. _pictures.Columns.Concat(_prompt.Columns)];
    }

    public override IReadOnlyList<DataViewSchema.Column> Inputs { get; }

    public override Func<PreparedRow> CreateReader(DataViewRow input)
    {
        var scorer = _scorer();
        var pictures = _pictures.CreateReader(input);
        var prompt = _prompt.CreateReader(input);
        return () => scorer.Prepare(pictures(), prompt());
    }

    public override long GetCost(PreparedRow item) => item.Tokens;

    public override IReadOnlyList<PictureAnswer> Score(
        IReadOnlyList<PreparedRow> items, IReadOnlyList<bool> active, CancellationToken cancellation)
        => _scorer().Score(items, _outputs.PartsOf(active), cancellation);

    public override PictureAnswer Fail(Exception failure) => PictureAnswer.Failed(failure);
}
