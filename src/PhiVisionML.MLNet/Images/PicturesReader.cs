using Microsoft.ML;
using Microsoft.ML.Runtime;
using PhiVisionML.MLNet.Columns;

namespace PhiVisionML.MLNet.Images;

/// <summary>Reads all pictures of a row: one from the first column, which every row must have, and those of the others that are there.</summary>
internal sealed class PicturesReader
{
    private readonly PictureColumn[] _columns;

    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type, or a folder is given and no column holds paths.</exception>
    public PicturesReader(IExceptionContext context, DataViewSchema schema, IReadOnlyList<string> names, string? folder)
    {
        _columns = [.. names.Select(name => new PictureColumn(context, schema, name, folder))];
        if (folder is not null && !_columns.Any(column => column.HoldsPaths))
        {
            throw ColumnErrors.UserArgument(
                context, "ImageFolder", $"ImageFolder is for columns that hold paths; '{string.Join("', '", names)}' hold pictures. Leave it null.");
        }
    }

    public IEnumerable<DataViewSchema.Column> Columns => _columns.Select(column => column.Column);

    /// <summary>Makes a function that reads the pictures at the row's position.</summary>
    public Func<IReadOnlyList<PictureSource>> CreateReader(DataViewRow row)
    {
        var readers = Array.ConvertAll(_columns, column => column.CreateReader(row));
        return () =>
        {
            var first = readers[0]() ?? throw new FormatException($"The row has no picture in column '{_columns[0].Column.Name}'.");
            return [first, .. readers.Skip(1).Select(read => read()).OfType<PictureSource>()];
        };
    }
}
