using System.Runtime.ExceptionServices;

namespace PhiVisionML.MLNet.Batching;

/// <summary>A row's item and, later, its result or what went wrong.</summary>
internal class ScoredRow<TItem, TResult>
{
    private TItem? _item;
    private TResult? _result;

    public ScoredRow(Func<TItem> read)
    {
        try
        {
            _item = read();
        }
        catch (Exception failure) when (IsOfTheRow(failure))
        {
            Failure = ExceptionDispatchInfo.Capture(failure);
        }
    }

    public TItem Item => _item!;

    public TResult Result => _result!;

    /// <summary>Why the row has no result; null once it has one.</summary>
    public ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>Sets the result. The item is let go: decoded pictures are large.</summary>
    public void Complete(TResult result)
    {
        _result = result;
        _item = default;
        Failure = null;
    }

    public void Fail(Exception failure) => Failure = ExceptionDispatchInfo.Capture(failure);

    /// <summary>False for what must stop the whole run whatever the row: cancellation, a disposed model, no memory.</summary>
    public static bool IsOfTheRow(Exception failure)
        => failure is not (OperationCanceledException or ObjectDisposedException or OutOfMemoryException);
}
