using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace PhiVisionML.MLNet.Batching;

/// <summary>Reads rows ahead, scores them as a batch and hands them out one by one.</summary>
internal sealed class BatchCursor<TItem, TResult> : DataViewRowCursor
{
    private readonly BatchMapper<TItem, TResult> _mapper;
    private readonly ActiveColumns _active;
    private readonly BatchReader<TItem, TResult> _reader;
    private readonly RowScorer<TItem, TResult> _scorer;
    private RowBatch<TItem, TResult> _batch;
    private BufferedRow<TItem, TResult>? _current;
    private int _next;
    private long _position;
    private bool _isFinished;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Takes over <paramref name="source"/>.</summary>
    public BatchCursor(DataViewRowCursor source, BatchMapper<TItem, TResult> mapper, ActiveColumns active)
    {
        _mapper = mapper;
        _active = active;
        _reader = new(source, mapper, active);
        _scorer = new(mapper, active.Added);
        _batch = RowBatch<TItem, TResult>.BeforeFirst;
        _position = -1;
    }

    public override DataViewSchema Schema => _mapper.OutputSchema;

    public override long Position => _position;

    public override long Batch => _current?.Batch ?? 0;

    public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column);

    /// <summary>After the last row it answers false for ever; after a failure it throws that failure for ever.</summary>
    public override bool MoveNext()
    {
        _failure?.Throw();
        if (_isFinished)
            return false;
        try
        {
            if (Advance())
                return true;
        }
        catch (Exception failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
            Dispose();
            throw;
        }

        Dispose(); // as ML.NET's own cursors do at the end of the rows
        return false;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = Current().Id;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        _active.Check(column);
        if (column.Index >= _mapper.InputSchema.Count)
            return _mapper.CreateGetter<TValue>(column, () => Current().Result);
        int passed = Enumerable.Range(0, _active.Passed.Count).First(i => _active.Passed[i].Index == column.Index);
        return PassedColumn.Cast<TValue>(_reader.Passed[passed].CreateGetter(() => Current().Values[passed]), column);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isFinished)
        {
            _isFinished = true;
            _position = -1;
            _current = null;
            for (int i = Math.Max(0, _next - 1); i < _batch.Rows.Count; i++)
                _batch.Rows[i].Release();
            _reader.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool Advance()
    {
        _current?.Release();
        _current = null;
        while (_next == _batch.Rows.Count)
        {
            _batch.SourceFailure?.Throw();
            if (_batch.IsLast)
                return false;
            _next = 0;
            _batch = _reader.Next();
            _scorer.Score(_batch.Rows);
        }

        var row = _batch.Rows[_next++];
        row.Failure?.Throw();
        _current = row;
        _position++;
        return true;
    }

    private BufferedRow<TItem, TResult> Current()
        => _current ?? throw new InvalidOperationException("The cursor is not on a row: call MoveNext, and use its values only while it answers true.");
}
