using System.Runtime.ExceptionServices;

namespace PhiVisionML.MLNet.Batching;

/// <summary>One row's copy of a column that is passed through.</summary>
internal abstract class PassedValue
{
    /// <summary>The row has been handed out and passed: what nobody asked for is let go.</summary>
    public abstract void Release();
}

/// <inheritdoc/>
internal sealed class PassedValue<TValue> : PassedValue
{
    private readonly ExceptionDispatchInfo? _failure;
    private TValue? _value;
    private bool _isTaken;

    public PassedValue(TValue value) => _value = value;

    public PassedValue(ExceptionDispatchInfo failure) => _failure = failure;

    /// <summary>Gives the value; from now on a disposable one belongs to the consumer.</summary>
    public ref TValue Take()
    {
        _failure?.Throw();
        _isTaken = true;
        return ref _value!;
    }

    public override void Release()
    {
        if (!_isTaken && _value is IDisposable disposable)
            disposable.Dispose();
        _value = default;
    }
}
