using Microsoft.ML.Data;

namespace PhiVisionML.MLNet.Batching;

/// <summary>A row that was read ahead: its item, its identity, and copies of the columns that are passed through.</summary>
internal sealed class BufferedRow<TItem, TResult>(Func<TItem> read, DataViewRowId id, long batch, IReadOnlyList<PassedColumn> passed)
    : ScoredRow<TItem, TResult>(read)
{
    public DataViewRowId Id => id;

    /// <summary>The source's batch number, by which the order of a cursor set can be restored.</summary>
    public long Batch => batch;

    /// <summary>The passed-through values, in the order of the columns.</summary>
    public IReadOnlyList<PassedValue> Values { get; } = [.. passed.Select(column => column.Read())];

    public void Release()
    {
        foreach (var value in Values)
            value.Release();
    }
}
