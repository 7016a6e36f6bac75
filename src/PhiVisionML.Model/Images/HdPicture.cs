namespace PhiVisionML.Model.Images;

/// <summary>
/// A picture scaled and padded for the model, still as bytes: a quarter of the size of its pixel values, so it is what is
/// kept in queues and caches. Immutable. Three bytes a pixel: 338,688 bytes a tile in the published model.
/// </summary>
public sealed class HdPicture
{
    private readonly Lazy<Digest> _digest;

    private HdPicture(HdLayout layout, ReadOnlyMemory<byte> pixels)
    {
        Layout = layout;
        Pixels = pixels;
        _digest = new(() => Digest.Of(default, [layout.Width, layout.Height, layout.TilesWide, layout.TilesHigh], pixels.Span));
    }

    /// <summary>Sizes, tiles and token count.</summary>
    public HdLayout Layout { get; }

    /// <summary>The pixels, <c>[height, width, 3]</c>, red first, bars included.</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    /// <summary>Tells the picture from any other: the same sizes and pixels have the same digest.</summary>
    internal Digest Digest => _digest.Value;

    /// <summary>Puts a stored picture together again. The memory is not copied and must not change afterwards.</summary>
    /// <param name="layout">The layout; <see cref="HdLayout.For"/> with the stored source size gives it back.</param>
    /// <param name="pixels">The pixels, <c>[height, width, 3]</c>.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="ArgumentException">The length is not that of the layout.</exception>
    public static HdPicture FromPixels(HdLayout layout, ReadOnlyMemory<byte> pixels)
    {
        ArgumentNullException.ThrowIfNull(layout);
        if (pixels.Length != layout.ByteCount)
        {
            throw new ArgumentException(
                $"A processed picture of {layout.Width}x{layout.Height} pixels has {layout.ByteCount} bytes; {pixels.Length} were given.",
                nameof(pixels));
        }

        return new HdPicture(layout, pixels);
    }
}
