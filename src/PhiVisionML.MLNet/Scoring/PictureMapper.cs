using Microsoft.ML;
using Microsoft.ML.Runtime;
using PhiVisionML.MLNet.Batching;

namespace PhiVisionML.MLNet.Scoring;

/// <summary>Says how a <see cref="PhiVisionTransformer"/> reads and answers the rows of one input schema.</summary>
internal sealed class PictureMapper : BatchMapper<PreparedRow, PictureAnswer>
{
    private readonly OutputColumns _outputs;
    private readonly AnswerReader? _fields;
    private readonly RowInputs _inputs;
    private readonly Func<IPictureScorer> _scorer;

    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type.</exception>
    public PictureMapper(
        IHost host, DataViewSchema inputSchema, ScoringSettings settings, Func<IPictureScorer> scorer, CancellationToken cancellation)
        : base(host, inputSchema, OutputColumns.Of(settings).Columns, settings.Batching, cancellation)
    {
        _outputs = OutputColumns.Of(settings);
        _fields = settings.Answer is { } answer ? AnswerReader.Of(answer) : null;
        _inputs = new(host, inputSchema, settings);
        _scorer = scorer;
    }

    public override IReadOnlyList<DataViewSchema.Column> Inputs => _inputs.Columns;

    public override Func<PreparedRow> CreateReader(DataViewRow input)
    {
        var scorer = _scorer();
        var read = _inputs.CreateReader(input);
        return () =>
        {
            var (pictures, prompt) = read();
            return scorer.Prepare(pictures, prompt);
        };
    }

    public override long GetCost(PreparedRow item) => item.Tokens;

    public override IReadOnlyList<PictureAnswer> Score(
        IReadOnlyList<PreparedRow> items, IReadOnlyList<bool> active, CancellationToken cancellation)
    {
        var parts = _outputs.PartsOf(active);
        var answers = _scorer().Score(items, parts, cancellation);
        return _fields is not null && parts.HasFlag(AnswerParts.Fields) ? [.. answers.Select(_fields.Read)] : answers;
    }

    public override PictureAnswer Fail(Exception failure) => PictureAnswer.Failed(failure);
}
