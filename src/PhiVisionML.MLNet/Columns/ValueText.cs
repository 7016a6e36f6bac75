using System.Globalization;
using Microsoft.ML;

namespace PhiVisionML.MLNet.Columns;

/// <summary>Reads a column of text, numbers or truth values as text, numbers in the invariant culture; a missing number is empty.</summary>
internal static class ValueText
{
    /// <param name="row">The row.</param>
    /// <param name="column">A column that <see cref="InputColumn.TextOrNumber"/> accepts.</param>
    public static Func<string> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        column = row.Schema[column.Index];
        var type = column.Type.RawType;
        return type == typeof(ReadOnlyMemory<char>) ? Read<ReadOnlyMemory<char>>(row, column, value => value.ToString())
            : type == typeof(bool) ? Read<bool>(row, column, value => value ? "true" : "false")
            : type == typeof(float) ? Read<float>(row, column, value => float.IsNaN(value) ? "" : Invariant(value))
            : type == typeof(double) ? Read<double>(row, column, value => double.IsNaN(value) ? "" : Invariant(value))
            : type == typeof(sbyte) ? Read<sbyte>(row, column, Invariant)
            : type == typeof(byte) ? Read<byte>(row, column, Invariant)
            : type == typeof(short) ? Read<short>(row, column, Invariant)
            : type == typeof(ushort) ? Read<ushort>(row, column, Invariant)
            : type == typeof(int) ? Read<int>(row, column, Invariant)
            : type == typeof(uint) ? Read<uint>(row, column, Invariant)
            : type == typeof(long) ? Read<long>(row, column, Invariant)
            : Read<ulong>(row, column, Invariant);
    }

    private static string Invariant<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static Func<string> Read<TValue>(DataViewRow row, DataViewSchema.Column column, Func<TValue, string> format)
    {
        var getter = row.GetGetter<TValue>(column);
        TValue value = default!;
        return () =>
        {
            getter(ref value);
            return format(value);
        };
    }
}
