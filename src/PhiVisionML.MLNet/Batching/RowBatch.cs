using System.Runtime.ExceptionServices;

namespace PhiVisionML.MLNet.Batching;

/// <summary>Rows that are scored together.</summary>
/// <param name="Rows">The rows; empty only when there are none left.</param>
/// <param name="IsLast">Whether the source has come to its end.</param>
/// <param name="SourceFailure">What the source threw on the way to its next row; thrown after the rows were handed out.</param>
internal sealed record RowBatch<TItem, TResult>(
    IReadOnlyList<BufferedRow<TItem, TResult>> Rows, bool IsLast, ExceptionDispatchInfo? SourceFailure)
{
    /// <summary>The batch before the first.</summary>
    public static RowBatch<TItem, TResult> BeforeFirst { get; } = new([], IsLast: false, SourceFailure: null);
}
