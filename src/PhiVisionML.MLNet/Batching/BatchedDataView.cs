using Microsoft.ML;

namespace PhiVisionML.MLNet.Batching;

/// <summary>A view that scores its source lazily and in batches. Making it costs nothing.</summary>
internal sealed class BatchedDataView<TItem, TResult>(IDataView source, BatchMapper<TItem, TResult> mapper) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = mapper.Resolve(columnsNeeded);
        return Wrap(source.GetRowCursor(active.Source, rand), active);
    }

    /// <summary>
    /// More cursors than <see cref="BatchSettings.Cursors"/> would only queue for the model; rows that need no scoring
    /// go as wide as the source does.
    /// </summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var active = mapper.Resolve(columnsNeeded);
        if (!active.AnyAdded)
            return Array.ConvertAll(source.GetRowCursorSet(active.Source, n, rand), cursor => Wrap(cursor, active));
        int cursors = n <= 0 ? mapper.Settings.Cursors : Math.Min(n, mapper.Settings.Cursors);
        return cursors == 1
            ? [Wrap(source.GetRowCursor(active.Source, rand), active)]
            : Array.ConvertAll(source.GetRowCursorSet(active.Source, cursors, rand), cursor => Wrap(cursor, active));
    }

    private DataViewRowCursor Wrap(DataViewRowCursor cursor, ActiveColumns active)
    {
        try
        {
            return active.AnyAdded
                ? new BatchCursor<TItem, TResult>(cursor, mapper, active)
                : new ForwardingCursor(cursor, mapper.OutputSchema, active);
        }
        catch
        {
            cursor.Dispose();
            throw;
        }
    }
}
