namespace PhiVisionML.MLNet.Batching;

/// <summary>How rows are gathered into batches.</summary>
/// <param name="Rows">The most rows in a batch; at least 1.</param>
/// <param name="Cost">
/// The most that a batch may cost: its number of rows times the cost of its dearest row, because a batch is padded to
/// its longest row. A row that costs more than this by itself is scored alone.
/// </param>
/// <param name="Prefetch">Whether the next batch is read by a background task while this one is scored.</param>
/// <param name="Cursors">The most cursors that a cursor set may hold when rows are scored; at least 1.</param>
/// <param name="OnError">What happens to a row that fails.</param>
internal sealed record BatchSettings(int Rows, long Cost, bool Prefetch, int Cursors, OnError OnError)
{
    /// <summary>True when one more row of cost <paramref name="next"/> fits a batch of <paramref name="rows"/> rows.</summary>
    public bool HasRoom(int rows, long dearest, long next)
        => rows == 0 || (rows < Rows && (rows + 1) * Math.Max(dearest, next) <= Cost);
}
