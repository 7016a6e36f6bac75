using System.Runtime.Intrinsics;

namespace PhiVisionML.Model.Images;

/// <summary>A decoded picture: 8 bits each of red, green and blue. Immutable.</summary>
public sealed class RgbPicture
{
    private RgbPicture(int width, int height, ReadOnlyMemory<byte> pixels)
    {
        Width = width;
        Height = height;
        Pixels = pixels;
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>The pixels, <c>[height, width, 3]</c>, red first, rows without gaps.</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    /// <summary>Wraps pixels that are red, green, blue already. The memory is not copied and must not change afterwards.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="pixels">The pixels, <c>[height, width, 3]</c>.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1.</exception>
    /// <exception cref="ArgumentException">The length is not height x width x 3.</exception>
    public static RgbPicture FromRgb(int width, int height, ReadOnlyMemory<byte> pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        long expected = 3L * width * height;
        if (pixels.Length != expected)
            throw new ArgumentException($"A picture of {width}x{height} RGB pixels has {expected} bytes; {pixels.Length} were given.", nameof(pixels));
        return new RgbPicture(width, height, pixels);
    }

    /// <summary>Copies pixels in the order red, green, blue, alpha (not premultiplied).</summary>
    /// <param name="pixels">The rows, each <paramref name="stride"/> bytes after the one before.</param>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="stride">Bytes from one row to the next, at least 4 x width.</param>
    /// <param name="blendAlphaOntoWhite">
    /// False drops the alpha value, as the published processor does; true lays the picture on white paper.
    /// </param>
    /// <returns>The picture.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the stride below 4 x width.</exception>
    /// <exception cref="ArgumentException">There are fewer bytes than the size and the stride ask for.</exception>
    public static RgbPicture FromRgba(ReadOnlySpan<byte> pixels, int width, int height, int stride, bool blendAlphaOntoWhite = false) =>
        FromFourBytes(pixels, width, height, stride, red: 0, blendAlphaOntoWhite);

    /// <summary>Copies pixels in the order blue, green, red, alpha (not premultiplied).</summary>
    /// <param name="pixels">The rows, each <paramref name="stride"/> bytes after the one before.</param>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="stride">Bytes from one row to the next, at least 4 x width.</param>
    /// <param name="blendAlphaOntoWhite">
    /// False drops the alpha value, as the published processor does; true lays the picture on white paper.
    /// </param>
    /// <returns>The picture.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the stride below 4 x width.</exception>
    /// <exception cref="ArgumentException">There are fewer bytes than the size and the stride ask for.</exception>
    public static RgbPicture FromBgra(ReadOnlySpan<byte> pixels, int width, int height, int stride, bool blendAlphaOntoWhite = false) =>
        FromFourBytes(pixels, width, height, stride, red: 2, blendAlphaOntoWhite);

    private static RgbPicture FromFourBytes(ReadOnlySpan<byte> pixels, int width, int height, int stride, int red, bool blend)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfLessThan((long)stride, 4L * width, nameof(stride));
        long needed = (long)stride * (height - 1) + 4L * width;
        if (pixels.Length < needed)
        {
            throw new ArgumentException(
                $"A picture of {width}x{height} pixels with a stride of {stride} bytes has at least {needed} bytes; {pixels.Length} were given.",
                nameof(pixels));
        }

        byte[] rgb = GC.AllocateUninitializedArray<byte>(checked(3 * width * height));
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> source = pixels.Slice(y * stride, 4 * width);
            Span<byte> row = rgb.AsSpan(y * width * 3, width * 3);
            if (blend)
                BlendRowOntoWhite(source, row, red);
            else
                CopyRowWithoutAlpha(source, row, red);
        }

        return new RgbPicture(width, height, rgb);
    }

    private static void CopyRowWithoutAlpha(ReadOnlySpan<byte> source, Span<byte> row, int red)
    {
        Vector128<byte> order = red == 0
            ? Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255)
            : Vector128.Create((byte)2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 255, 255, 255, 255);
        int from = 0, to = 0;
        while (to + 16 <= row.Length)
        {
            Vector128.Shuffle(Vector128.Create(source.Slice(from, 16)), order).CopyTo(row[to..]);
            from += 16;
            to += 12;
        }

        for (; to < row.Length; from += 4, to += 3)
        {
            row[to] = source[from + red];
            row[to + 1] = source[from + 1];
            row[to + 2] = source[from + 2 - red];
        }
    }

    private static void BlendRowOntoWhite(ReadOnlySpan<byte> source, Span<byte> row, int red)
    {
        for (int from = 0, to = 0; to < row.Length; from += 4, to += 3)
        {
            int alpha = source[from + 3];
            row[to] = OverWhite(source[from + red], alpha);
            row[to + 1] = OverWhite(source[from + 1], alpha);
            row[to + 2] = OverWhite(source[from + 2 - red], alpha);
        }
    }

    /// <summary>level x alpha + white x (1 - alpha), rounded to the nearest level.</summary>
    private static byte OverWhite(int level, int alpha) => (byte)((level * alpha + 255 * (255 - alpha) + 127) / 255);
}
