using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;
using PhiVisionML.MLNet.Columns;

namespace PhiVisionML.MLNet.Images;

/// <summary>
/// A column of pictures: <see cref="MLImage"/>, encoded bytes (as <c>LoadRawImageBytes</c> gives, which survives
/// <c>ShuffleRows</c> and <c>Cache</c>), or the path of a file. The schema decides.
/// </summary>
internal sealed class PictureColumn
{
    private readonly string? _folder;

    /// <param name="context">Processes the exceptions.</param>
    /// <param name="schema">The schema of the data.</param>
    /// <param name="name">The column's name.</param>
    /// <param name="folder">The folder that relative paths start from.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or of another type.</exception>
    public PictureColumn(IExceptionContext context, DataViewSchema schema, string name, string? folder)
    {
        Column = InputColumn.Picture.Find(context, schema, name);
        _folder = folder;
    }

    public DataViewSchema.Column Column { get; }

    public bool HoldsPaths => Column.Type is TextDataViewType;

    /// <summary>Makes a function that reads the picture at the row's position; null when the row has none.</summary>
    public Func<PictureSource?> CreateReader(DataViewRow row)
    {
        var column = row.Schema[Column.Index];
        return Column.Type switch
        {
            ImageDataViewType => ReadImage(row.GetGetter<MLImage>(column)),
            VectorDataViewType => ReadBytes(row.GetGetter<VBuffer<byte>>(column)),
            _ => ReadPath(row.GetGetter<ReadOnlyMemory<char>>(column)),
        };
    }

    private Func<PictureSource?> ReadImage(ValueGetter<MLImage> getter)
    {
        // One variable for all rows, so that the producer disposes the picture before; never disposed here, because an
        // image in memory belongs to the user.
        MLImage? image = null;
        return () =>
        {
            getter(ref image!);
            if (image is null)
                return null;
            bool isRgba = image.PixelFormat == MLPixelFormat.Rgba32;
            if (!isRgba && image.PixelFormat != MLPixelFormat.Bgra32)
                throw new FormatException($"The picture in column '{Column.Name}' has the pixel format {image.PixelFormat}; Rgba32 and Bgra32 can be read.");
            return new PictureSource.Decoded(image.Pixels.ToArray(), image.Width, image.Height, isRgba);
        };
    }

    private static Func<PictureSource?> ReadBytes(ValueGetter<VBuffer<byte>> getter)
    {
        VBuffer<byte> buffer = default;
        return () =>
        {
            getter(ref buffer);
            if (buffer.Length == 0)
                return null;
            var bytes = new byte[buffer.Length];
            buffer.CopyTo(bytes);
            return new PictureSource.Encoded(bytes);
        };
    }

    private Func<PictureSource?> ReadPath(ValueGetter<ReadOnlyMemory<char>> getter)
    {
        ReadOnlyMemory<char> value = default;
        return () =>
        {
            getter(ref value);
            var path = value.Span.Trim().ToString();
            if (path.Length == 0)
                return null;
            if (_folder is not null)
                path = Path.Combine(_folder, path);
            else if (!Path.IsPathFullyQualified(path))
                throw new FormatException($"Column '{Column.Name}' holds the relative path '{path}'; set ImageFolder to the folder that it starts from.");
            return new PictureSource.InFile(path);
        };
    }
}
