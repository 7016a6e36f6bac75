using Microsoft.ML;
using Microsoft.ML.Data;

namespace PhiVisionML.MLNet.Batching;

/// <summary>An output column, and how its value is taken from a row's result.</summary>
internal abstract class AddedColumn<TResult>(string name, DataViewType type)
{
    public string Name => name;

    public DataViewType Type => type;

    /// <summary>Makes a <see cref="ValueGetter{TValue}"/> of the column's raw type over the current row's result.</summary>
    public abstract Delegate CreateGetter(Func<TResult> current);

    public static AddedColumn<TResult> Text(string name, Func<TResult, string> value)
        => new Typed<ReadOnlyMemory<char>>(name, TextDataViewType.Instance, result => value(result).AsMemory());

    public static AddedColumn<TResult> Single(string name, Func<TResult, float> value)
        => new Typed<float>(name, NumberDataViewType.Single, value);

    /// <summary>ML.NET's missing number is not-a-number.</summary>
    public static AddedColumn<TResult> Double(string name, Func<TResult, double?> value)
        => new Typed<double>(name, NumberDataViewType.Double, result => value(result) ?? double.NaN);

    public static AddedColumn<TResult> Int32(string name, Func<TResult, int> value)
        => new Typed<int>(name, NumberDataViewType.Int32, value);

    public static AddedColumn<TResult> Int64(string name, Func<TResult, long> value)
        => new Typed<long>(name, NumberDataViewType.Int64, value);

    private sealed class Typed<TValue>(string name, DataViewType type, Func<TResult, TValue> value) : AddedColumn<TResult>(name, type)
    {
        public override Delegate CreateGetter(Func<TResult> current)
            => (ValueGetter<TValue>)((ref TValue destination) => destination = value(current()));
    }
}
