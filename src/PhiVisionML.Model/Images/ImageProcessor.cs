namespace PhiVisionML.Model.Images;

/// <summary>
/// From a picture to what the vision tower sees, as the published processor does it: scale, pad with white, normalise,
/// cut into tiles, and add a small view of the whole. Safe to use from many threads at once.
/// </summary>
/// <remarks>
/// Source: <c>image_processing_phi3_v.py</c> of Phi-3-vision-128k-instruct. The all-zero crops that it adds up to
/// num_crops are left out: the network never uses what becomes of them.
/// </remarks>
public sealed class ImageProcessor
{
    private const byte White = 255;
    private readonly ChannelNormaliser[] _channels;

    /// <summary>Makes a processor.</summary>
    /// <param name="config">What the checkpoint's <c>preprocessor_config.json</c> says.</param>
    public ImageProcessor(ImageProcessorConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Config = config;
        _channels =
        [
            new ChannelNormaliser(0, config.Mean.Red, config.Std.Red),
            new ChannelNormaliser(1, config.Mean.Green, config.Std.Green),
            new ChannelNormaliser(2, config.Mean.Blue, config.Std.Blue),
        ];
    }

    /// <summary>The configuration.</summary>
    public ImageProcessorConfig Config { get; }

    /// <summary>The layout that a picture of the given size gets, its token count included.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <returns>The layout.</returns>
    /// <exception cref="PictureRefusedException">The picture is too thin.</exception>
    public HdLayout LayoutFor(int width, int height) =>
        HdLayout.For(width, height, Config.NumCrops, Config.CropSize, Config.TokensPerSide);

    /// <summary>Scales a picture and pads it with white.</summary>
    /// <param name="picture">The picture.</param>
    /// <returns>The processed picture.</returns>
    /// <exception cref="PictureRefusedException">The picture is too thin.</exception>
    public HdPicture Process(RgbPicture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        HdLayout layout = LayoutFor(picture.Width, picture.Height);
        byte[] pixels = GC.AllocateUninitializedArray<byte>(layout.ByteCount);
        if (layout.ResizedWidth != layout.Width || layout.ResizedHeight != layout.Height)
            Array.Fill(pixels, White);

        int stride = layout.Width * 3;
        Span<byte> inside = pixels.AsSpan(layout.PadTop * stride + layout.PadLeft * 3);
        BilinearResizer.Resize(picture, layout.ResizedWidth, layout.ResizedHeight, inside, stride, verticalFirst: layout.Transposed);
        return HdPicture.FromPixels(layout, pixels);
    }

    /// <summary>The numbers that the vision tower takes.</summary>
    /// <param name="picture">The processed picture.</param>
    /// <returns><c>[crops, 3, cropSize, cropSize]</c>; crop 0 is the whole picture, then come the tiles, row by row.</returns>
    /// <exception cref="ArgumentException">The picture was made for another crop size.</exception>
    public float[] PixelValues(HdPicture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        float[] values = GC.AllocateUninitializedArray<float>(picture.Layout.PixelValueCount);
        WritePixelValues(picture, values);
        return values;
    }

    /// <summary>Writes the numbers that the vision tower takes.</summary>
    /// <param name="picture">The processed picture.</param>
    /// <param name="destination">
    /// Takes <c>[crops, 3, cropSize, cropSize]</c>, <see cref="HdLayout.PixelValueCount"/> numbers exactly;
    /// crop 0 is the whole picture, then come the tiles, row by row.
    /// </param>
    /// <exception cref="ArgumentException">The picture was made for another crop size, or the destination has another length.</exception>
    public void WritePixelValues(HdPicture picture, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(picture);
        HdLayout layout = picture.Layout;
        if (layout.CropSize != Config.CropSize)
        {
            throw new ArgumentException(
                $"The picture was processed with a crop size of {layout.CropSize}, this processor has {Config.CropSize}; process it again.", nameof(picture));
        }

        if (destination.Length != layout.PixelValueCount)
        {
            throw new ArgumentException(
                $"The picture has {layout.PixelValueCount} pixel values; the destination has room for {destination.Length}.", nameof(destination));
        }

        int cropLength = layout.PixelValueCount / layout.Crops;
        Span<float> tiles = destination[cropLength..];
        for (int tile = 0; tile < layout.Tiles; tile++)
            WriteTile(picture, tile, tiles.Slice(tile * cropLength, cropLength));
        GlobalView.Write(layout, tiles, destination[..cropLength]);
    }

    private void WriteTile(HdPicture picture, int tile, Span<float> target)
    {
        HdLayout layout = picture.Layout;
        int size = layout.CropSize, plane = size * size;
        (int tileRow, int tileColumn) = Math.DivRem(tile, layout.TilesWide);
        for (int y = 0; y < size; y++)
        {
            int from = ((tileRow * size + y) * layout.Width + tileColumn * size) * 3;
            ReadOnlySpan<byte> source = picture.Pixels.Span.Slice(from, size * 3);
            for (int channel = 0; channel < _channels.Length; channel++)
                _channels[channel].Write(source, target.Slice(channel * plane + y * size, size));
        }
    }
}
