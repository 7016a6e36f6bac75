using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace PhiVisionML.Model.Images;

/// <summary>
/// Scales 8-bit RGB pictures as Pillow's bilinear filter does, byte for byte: two passes, each rounding to bytes;
/// a pass is left out when the size along its axis stays the same.
/// </summary>
internal static class BilinearResizer
{
    /// <summary>Scales a picture into a part of a larger one.</summary>
    /// <param name="picture">The source.</param>
    /// <param name="width">Width to scale to, at least 1.</param>
    /// <param name="height">Height to scale to, at least 1.</param>
    /// <param name="target">Where the first row begins.</param>
    /// <param name="targetStride">Bytes from one row of the target to the next, at least 3 x width.</param>
    /// <param name="verticalFirst">
    /// Which axis goes first. Pillow begins with the rows' width; the published processor scales portrait pictures with the axes exchanged.
    /// </param>
    public static void Resize(RgbPicture picture, int width, int height, Span<byte> target, int targetStride, bool verticalFirst)
    {
        Plane source = new(picture.Pixels.Span, picture.Width, picture.Height);
        bool scalesWidth = width != picture.Width, scalesHeight = height != picture.Height;
        if (!scalesWidth || !scalesHeight)
        {
            if (scalesWidth)
                ResizeWidth(source, width, target, targetStride);
            else if (scalesHeight)
                ResizeHeight(source, height, target, targetStride);
            else
                CopyRows(source, target, targetStride);
            return;
        }

        (int midWidth, int midHeight) = verticalFirst ? (picture.Width, height) : (width, picture.Height);
        int midLength = checked(midWidth * midHeight * 3);
        byte[] rented = ArrayPool<byte>.Shared.Rent(midLength);
        Span<byte> mid = rented.AsSpan(0, midLength);
        if (verticalFirst)
        {
            ResizeHeight(source, midHeight, mid, midWidth * 3);
            ResizeWidth(new Plane(mid, midWidth, midHeight), width, target, targetStride);
        }
        else
        {
            ResizeWidth(source, midWidth, mid, midWidth * 3);
            ResizeHeight(new Plane(mid, midWidth, midHeight), height, target, targetStride);
        }

        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>One target pixel from the pixels beside each other in a row; all three channels in one vector.</summary>
    private static void ResizeWidth(Plane source, int width, Span<byte> target, int targetStride)
    {
        ResizeWeights weights = new(source.Width, width);
        for (int y = 0; y < source.Height; y++)
        {
            ReadOnlySpan<byte> row = source.Row(y);
            Span<byte> targetRow = target.Slice(y * targetStride, width * 3);
            for (int x = 0; x < width; x++)
                WeighPixels(row[(3 * weights.First(x))..], weights.Of(x), targetRow.Slice(3 * x, 3));
        }
    }

    private static void WeighPixels(ReadOnlySpan<byte> pixels, ReadOnlySpan<int> weights, Span<byte> target)
    {
        int tap = 0, red = ResizeWeights.Half, green = ResizeWeights.Half, blue = ResizeWeights.Half;
        if (Vector128.IsHardwareAccelerated)
        {
            // Four bytes are loaded for a pixel of three: the row's last pixel is left to the loop below.
            Vector128<int> sums = Vector128.Create(ResizeWeights.Half);
            for (; tap < weights.Length && 3 * tap + 4 <= pixels.Length; tap++)
            {
                Vector128<byte> bytes = Vector128.CreateScalarUnsafe(BinaryPrimitives.ReadInt32LittleEndian(pixels[(3 * tap)..])).AsByte();
                sums += Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32() * weights[tap];
            }

            (red, green, blue) = (sums[0], sums[1], sums[2]);
        }

        for (; tap < weights.Length; tap++)
        {
            red += pixels[3 * tap] * weights[tap];
            green += pixels[3 * tap + 1] * weights[tap];
            blue += pixels[3 * tap + 2] * weights[tap];
        }

        target[2] = Level(blue);
        target[1] = Level(green);
        target[0] = Level(red);
    }

    /// <summary>One target row from the rows above each other; channels and columns are all the same here.</summary>
    private static void ResizeHeight(Plane source, int height, Span<byte> target, int targetStride)
    {
        ResizeWeights weights = new(source.Height, height);
        for (int y = 0; y < height; y++)
            WeighRows(source, weights.First(y), weights.Of(y), target.Slice(y * targetStride, source.Width * 3));
    }

    private static void WeighRows(Plane source, int firstRow, ReadOnlySpan<int> weights, Span<byte> target)
    {
        int at = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; at + Vector128<byte>.Count <= target.Length; at += Vector128<byte>.Count)
                WeighSixteenBytes(source, firstRow, weights, at).CopyTo(target[at..]);
        }

        for (; at < target.Length; at++)
        {
            int sum = ResizeWeights.Half;
            for (int tap = 0; tap < weights.Length; tap++)
                sum += source.Row(firstRow + tap)[at] * weights[tap];
            target[at] = Level(sum);
        }
    }

    private static Vector128<byte> WeighSixteenBytes(Plane source, int firstRow, ReadOnlySpan<int> weights, int at)
    {
        Vector256<int> lower = Vector256.Create(ResizeWeights.Half), upper = lower;
        for (int tap = 0; tap < weights.Length; tap++)
        {
            Vector128<byte> bytes = Vector128.Create(source.Row(firstRow + tap).Slice(at, Vector128<byte>.Count));
            (Vector128<ushort> even, Vector128<ushort> odd) = Vector128.Widen(bytes);
            lower += Vector256.WidenLower(even.ToVector256Unsafe()).AsInt32() * weights[tap];
            upper += Vector256.WidenLower(odd.ToVector256Unsafe()).AsInt32() * weights[tap];
        }

        // The weights sum to 1 but for rounding, so a level never leaves 0 to 255 here.
        Vector256<ushort> levels = Vector256.Narrow((lower >> ResizeWeights.Precision).AsUInt32(), (upper >> ResizeWeights.Precision).AsUInt32());
        return Vector128.Narrow(levels.GetLower(), levels.GetUpper());
    }

    private static void CopyRows(Plane source, Span<byte> target, int targetStride)
    {
        for (int y = 0; y < source.Height; y++)
            source.Row(y).CopyTo(target[(y * targetStride)..]);
    }

    private static byte Level(int sum) => (byte)Math.Clamp(sum >> ResizeWeights.Precision, 0, 255);

    private readonly ref struct Plane(ReadOnlySpan<byte> pixels, int width, int height)
    {
        private readonly ReadOnlySpan<byte> _pixels = pixels;

        public int Width { get; } = width;

        public int Height { get; } = height;

        public ReadOnlySpan<byte> Row(int y) => _pixels.Slice(y * Width * 3, Width * 3);
    }
}
