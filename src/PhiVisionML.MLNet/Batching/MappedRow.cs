using Microsoft.ML;
using Microsoft.ML.Data;

namespace PhiVisionML.MLNet.Batching;

/// <summary>
/// One row, scored when an added column is first asked for at its position, and only then: however many columns are
/// read, the model is called once. <c>PredictionEngine</c> works through this.
/// </summary>
internal sealed class MappedRow<TItem, TResult>(DataViewRow input, BatchMapper<TItem, TResult> mapper, ActiveColumns active) : DataViewRow
{
    private readonly RowScorer<TItem, TResult> _scorer = new(mapper, active.Added);
    private Func<TItem>? _read;
    private ScoredRow<TItem, TResult>? _scored;
    private long _scoredPosition;

    public override DataViewSchema Schema => mapper.OutputSchema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        active.Check(column);
        return column.Index < mapper.InputSchema.Count
            ? input.GetGetter<TValue>(input.Schema[column.Index])
            : mapper.CreateGetter<TValue>(column, Result);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }

    private TResult Result()
    {
        if (_scored is null || _scoredPosition != input.Position)
        {
            _read ??= mapper.CreateReader(input);
            var row = new ScoredRow<TItem, TResult>(_read);
            _scorer.Score([row]);
            (_scored, _scoredPosition) = (row, input.Position);
        }

        _scored.Failure?.Throw();
        return _scored.Result;
    }
}
