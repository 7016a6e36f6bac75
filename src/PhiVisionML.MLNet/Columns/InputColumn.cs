using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

namespace PhiVisionML.MLNet.Columns;

/// <summary>A set of column types that an input may have, checked against data and against an estimator's shape alike.</summary>
/// <param name="Expected">The types in words, for the error.</param>
/// <param name="Accepts">Whether a column of this item type, a vector of it or not, is one of them.</param>
internal sealed record InputColumn(string Expected, Func<DataViewType, bool, bool> Accepts)
{
    /// <summary>A picture in memory, its encoded bytes, or the path of its file.</summary>
    public static InputColumn Picture { get; } = new(
        "Image, Vector<Byte> or String",
        (type, isVector) => isVector ? type == NumberDataViewType.Byte : type is ImageDataViewType or TextDataViewType);

    public static InputColumn Text { get; } = new("String", (type, isVector) => !isVector && type is TextDataViewType);

    /// <summary>What can be written into a prompt.</summary>
    public static InputColumn TextOrNumber { get; } = new(
        "String, Boolean or a number", (type, isVector) => !isVector && type is TextDataViewType or NumberDataViewType or BooleanDataViewType);

    /// <exception cref="ArgumentOutOfRangeException">The column is missing or of another type.</exception>
    public DataViewSchema.Column Find(IExceptionContext context, DataViewSchema schema, string name)
    {
        var column = schema.GetColumnOrNull(name) ?? throw ColumnErrors.Missing(context, name);
        return column.Type is VectorDataViewType vector ? Accepts(vector.ItemType, true) ? column : throw WrongType() :
            Accepts(column.Type, false) ? column : throw WrongType();

        Exception WrongType() => ColumnErrors.WrongType(context, name, Expected, column.Type.ToString()!);
    }

    /// <exception cref="ArgumentOutOfRangeException">The column is missing or of another type.</exception>
    public void Check(IExceptionContext context, SchemaShape shape, string name)
    {
        var found = shape.Where(column => column.Name == name).Take(1).ToList();
        if (found.Count == 0)
            throw ColumnErrors.Missing(context, name);
        bool isVector = found[0].Kind != SchemaShape.Column.VectorKind.Scalar;
        if (found[0].IsKey || !Accepts(found[0].ItemType, isVector))
            throw ColumnErrors.WrongType(context, name, Expected, isVector ? $"Vector<{found[0].ItemType}>" : found[0].ItemType.ToString()!);
    }
}
