using Microsoft.ML;
using Microsoft.ML.Data;

namespace PhiVisionML.MLNet.Batching;

/// <summary>
/// A column of pictures. The producer of an <see cref="MLImage"/> disposes it when it makes the next one, and may hand
/// out one image as two columns, so each row gets its own copy of the pixels.
/// </summary>
internal sealed class ImageColumn(ValueGetter<MLImage> source) : PassedColumn
{
    // One variable for all rows: the producer disposes what it finds in it. A fresh one per row would leave every
    // picture to the finalizer.
    private MLImage? _shared;

    public override PassedValue Read() => Read(() =>
    {
        source(ref _shared!);
        return _shared is null ? null : MLImage.CreateFromPixels(_shared.Width, _shared.Height, _shared.PixelFormat, _shared.Pixels);
    });

    public override Delegate CreateGetter(Func<PassedValue> current)
    {
        MLImage? given = null;
        return (ValueGetter<MLImage>)((ref MLImage destination) =>
        {
            var image = ((PassedValue<MLImage?>)current()).Take();
            // As ML.NET's own getters do, but only for a picture that was made here: another may be the user's.
            if (given is not null && ReferenceEquals(destination, given) && !ReferenceEquals(image, given))
                given.Dispose();
            destination = given = image!;
        });
    }
}
