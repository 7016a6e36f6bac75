using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace PhiVisionML.MLNet.Batching;

/// <summary>An input column that is handed on: its values are copied while the source reads ahead.</summary>
internal abstract class PassedColumn
{
    /// <summary>Copies the value at the source's current position. What the source throws is kept for whoever asks for the value.</summary>
    public abstract PassedValue Read();

    /// <summary>Makes a getter of the column's raw type over the current row's copy.</summary>
    public abstract Delegate CreateGetter(Func<PassedValue> current);

    public static PassedColumn Create(DataViewRow input, DataViewSchema.Column column)
    {
        var type = column.Type.RawType;
        var (method, argument) = type == typeof(MLImage) ? (nameof(CreateImage), null)
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>) ? (nameof(CreateVector), type.GetGenericArguments()[0])
            : (nameof(CreateValue), type);
        var create = typeof(PassedColumn).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!;
        if (argument is not null)
            create = create.MakeGenericMethod(argument);
        return (PassedColumn)create.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [input, column], null)!;
    }

    /// <exception cref="InvalidOperationException">The column's raw type is another.</exception>
    public static ValueGetter<TValue> Cast<TValue>(Delegate getter, DataViewSchema.Column column)
        => getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"Invalid TValue in GetGetter for column '{column.Name}': '{typeof(TValue)}', expected '{column.Type.RawType}'.");

    private static ImageColumn CreateImage(DataViewRow input, DataViewSchema.Column column)
        => new(input.GetGetter<MLImage>(column));

    private static ValueColumn<VBuffer<TElement>> CreateVector<TElement>(DataViewRow input, DataViewSchema.Column column)
        => new(
            input.GetGetter<VBuffer<TElement>>(column),
            (ref VBuffer<TElement> source, ref VBuffer<TElement> destination) => source.CopyTo(ref destination));

    private static ValueColumn<TValue> CreateValue<TValue>(DataViewRow input, DataViewSchema.Column column)
        => new(
            input.GetGetter<TValue>(column), (ref TValue source, ref TValue destination) => destination = source);

    /// <summary>Reads through <paramref name="read"/> and keeps what it throws.</summary>
    protected static PassedValue<TValue> Read<TValue>(Func<TValue> read)
    {
        try
        {
            return new PassedValue<TValue>(read());
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new PassedValue<TValue>(ExceptionDispatchInfo.Capture(failure));
        }
    }
}
