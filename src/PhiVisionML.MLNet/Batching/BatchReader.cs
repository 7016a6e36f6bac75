using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace PhiVisionML.MLNet.Batching;

/// <summary>
/// Reads the source row by row into batches, the next one in a background task if wanted. The source is used by one
/// thread at a time: a batch is only started when the one before it is complete.
/// </summary>
internal sealed class BatchReader<TItem, TResult> : IDisposable
{
    private readonly DataViewRowCursor _source;
    private readonly BatchMapper<TItem, TResult> _mapper;
    private readonly Func<TItem> _read;
    private readonly ValueGetter<DataViewRowId> _id;
    private readonly IReadOnlyList<PassedColumn> _passed;
    private Task<RowBatch<TItem, TResult>>? _ahead;
    private BufferedRow<TItem, TResult>? _heldOver;
    private volatile bool _isStopped;

    public BatchReader(DataViewRowCursor source, BatchMapper<TItem, TResult> mapper, ActiveColumns active)
    {
        _source = source;
        _mapper = mapper;
        _read = mapper.CreateReader(source);
        _id = source.GetIdGetter();
        _passed = [.. active.Passed.Select(column => PassedColumn.Create(source, source.Schema[column.Index]))];
    }

    /// <summary>The columns that are passed through, in the order of <see cref="ActiveColumns.Passed"/>.</summary>
    public IReadOnlyList<PassedColumn> Passed => _passed;

    /// <summary>Gives the next batch and starts on the one after it. Not to be called after the last batch.</summary>
    public RowBatch<TItem, TResult> Next()
    {
        var batch = _ahead is null ? Read() : _ahead.GetAwaiter().GetResult();
        _ahead = _mapper.Settings.Prefetch && !batch.IsLast ? Task.Run(Read) : null;
        return batch;
    }

    /// <summary>Waits for the background task, whatever becomes of it, and closes the source.</summary>
    public void Dispose()
    {
        _isStopped = true;
        if (_ahead is not null)
        {
            Task.WaitAny(_ahead);
            if (_ahead.IsCompletedSuccessfully)
                Release(_ahead.Result.Rows);
            _ = _ahead.Exception; // looked at, so that it does not come back as an unobserved one
        }

        _heldOver?.Release();
        _source.Dispose();
    }

    private RowBatch<TItem, TResult> Read()
    {
        var rows = new List<BufferedRow<TItem, TResult>>();
        long dearest = 0;
        try
        {
            while (ReadRow() is { } row)
            {
                long cost = row.Failure is null ? _mapper.GetCost(row.Item) : 0;
                if (!_mapper.Settings.HasRoom(rows.Count, dearest, cost))
                {
                    _heldOver = row;
                    return new(rows, IsLast: false, SourceFailure: null);
                }

                rows.Add(row);
                dearest = Math.Max(dearest, cost);
                if (row.Failure is not null && _mapper.Settings.OnError == OnError.Throw)
                    break; // nothing after this row will be asked for
                if (rows.Count == _mapper.Settings.Rows)
                    return new(rows, IsLast: false, SourceFailure: null);
            }

            return new(rows, IsLast: true, SourceFailure: null);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new(rows, IsLast: true, ExceptionDispatchInfo.Capture(failure));
        }
    }

    private BufferedRow<TItem, TResult>? ReadRow()
    {
        if (_heldOver is { } row)
        {
            _heldOver = null;
            return row;
        }

        _mapper.CheckAlive();
        if (_isStopped || !_source.MoveNext())
            return null;
        DataViewRowId id = default;
        _id(ref id);
        return new(_read, id, _source.Batch, _passed);
    }

    private static void Release(IEnumerable<BufferedRow<TItem, TResult>> rows)
    {
        foreach (var row in rows)
            row.Release();
    }
}
