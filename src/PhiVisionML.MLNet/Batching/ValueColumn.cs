using Microsoft.ML;

namespace PhiVisionML.MLNet.Batching;

/// <summary>A column of values that are copied by assignment or, for vectors, element by element.</summary>
internal sealed class ValueColumn<TValue>(ValueGetter<TValue> source, ValueColumn<TValue>.Copier copy) : PassedColumn
{
    public delegate void Copier(ref TValue source, ref TValue destination);

    // A fresh variable for each row: the source may reuse the memory behind a vector that it is handed back.
    public override PassedValue Read() => Read(() =>
    {
        TValue value = default!;
        source(ref value);
        return value;
    });

    // The consumer may write into what it was given, so it gets a copy of its own.
    public override Delegate CreateGetter(Func<PassedValue> current)
        => (ValueGetter<TValue>)((ref TValue destination) => copy(ref ((PassedValue<TValue>)current()).Take(), ref destination));
}
