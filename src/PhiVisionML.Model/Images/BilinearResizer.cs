using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
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

    /// <summary>
    /// One target pixel from the pixels beside each other in a row, for four rows at a time: they share positions and weights.
    /// The four are first spread out to two vectors a column, each (red, green, blue, nothing) of two rows.
    /// </summary>
    private static void ResizeWidth(Plane source, int width, Span<byte> target, int targetStride)
    {
        ResizeWeights weights = new(source.Width, width);
        Vector256<int>[] rented = ArrayPool<Vector256<int>>.Shared.Rent(2 * source.Width);
        Span<Vector256<int>> columns = rented.AsSpan(0, 2 * source.Width);
        Vector128<byte>[] rentedWeighed = ArrayPool<Vector128<byte>>.Shared.Rent(width);
        Span<Vector128<byte>> weighed = rentedWeighed.AsSpan(0, width);
        int last = source.Height - 1;
        for (int y = 0; y <= last; y += 4)
        {
            // Where fewer than four rows are left the last one is done again, into its own place.
            (int y1, int y2, int y3) = (Math.Min(y + 1, last), Math.Min(y + 2, last), Math.Min(y + 3, last));
            Spread(source.Row(y), source.Row(y1), source.Row(y2), source.Row(y3), columns);
            for (int x = 0; x < width; x++)
                weighed[x] = WeighColumns(columns[(2 * weights.First(x))..], weights.Of(x));
            WriteRow(weighed, 0, target.Slice(y * targetStride, width * 3));
            WriteRow(weighed, 1, target.Slice(y1 * targetStride, width * 3));
            WriteRow(weighed, 2, target.Slice(y2 * targetStride, width * 3));
            WriteRow(weighed, 3, target.Slice(y3 * targetStride, width * 3));
        }

        ArrayPool<Vector128<byte>>.Shared.Return(rentedWeighed);
        ArrayPool<Vector256<int>>.Shared.Return(rented);
    }

    private static void Spread(
        ReadOnlySpan<byte> row0, ReadOnlySpan<byte> row1, ReadOnlySpan<byte> row2, ReadOnlySpan<byte> row3, Span<Vector256<int>> columns)
    {
        for (int column = 0, at = 0; column < columns.Length; column += 2, at += 3)
        {
            Vector128<byte> bytes = Vector128.Create(Pixel(row0, at), Pixel(row1, at), Pixel(row2, at), Pixel(row3, at)).AsByte();
            (Vector128<ushort> upper, Vector128<ushort> lower) = Vector128.Widen(bytes);
            columns[column] = WidenAll(upper);
            columns[column + 1] = WidenAll(lower);
        }
    }

    /// <summary>Red, green and blue, and a byte that does not matter.</summary>
    private static int Pixel(ReadOnlySpan<byte> row, int at) =>
        at + 4 <= row.Length
            ? BinaryPrimitives.ReadInt32LittleEndian(row[at..])
            : row[at] | row[at + 1] << 8 | row[at + 2] << 16;

    private static void WriteRow(ReadOnlySpan<Vector128<byte>> weighed, int row, Span<byte> target)
    {
        ReadOnlySpan<int> pixels = MemoryMarshal.Cast<Vector128<byte>, int>(weighed);
        int at = 0;
        for (; at + 4 <= target.Length; at += 3, row += 4)
            BinaryPrimitives.WriteInt32LittleEndian(target[at..], pixels[row]);
        (target[at], target[at + 1], target[at + 2]) = ((byte)pixels[row], (byte)(pixels[row] >> 8), (byte)(pixels[row] >> 16));
    }

    private static Vector128<byte> WeighColumns(ReadOnlySpan<Vector256<int>> columns, ReadOnlySpan<int> weights)
    {
        Vector256<int> upper = Vector256.Create(ResizeWeights.Half), lower = upper;
        columns = columns[..(2 * weights.Length)];
        for (int tap = 0; tap < weights.Length; tap++)
        {
            Vector256<int> weight = Vector256.Create(weights[tap]);
            upper += columns[2 * tap] * weight;
            lower += columns[2 * tap + 1] * weight;
        }

        return Levels(upper, lower);
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
        Vector256<int> left = Vector256.Create(ResizeWeights.Half), right = left;
        for (int tap = 0; tap < weights.Length; tap++)
        {
            (Vector128<ushort> leftHalf, Vector128<ushort> rightHalf) =
                Vector128.Widen(Vector128.Create(source.Row(firstRow + tap).Slice(at, Vector128<byte>.Count)));
            left += WidenAll(leftHalf) * weights[tap];
            right += WidenAll(rightHalf) * weights[tap];
        }

        return Levels(left, right);
    }

    private static Vector256<int> WidenAll(Vector128<ushort> numbers) => Vector256.WidenLower(numbers.ToVector256Unsafe()).AsInt32();

    /// <summary>Sums to bytes. A level is 0 to 255 here: the weights sum to 1 but for rounding.</summary>
    private static Vector128<byte> Levels(Vector256<int> first, Vector256<int> second)
    {
        Vector256<ushort> words = Vector256.Narrow(
            (first >> ResizeWeights.Precision).AsUInt32(), (second >> ResizeWeights.Precision).AsUInt32());
        return Vector128.Narrow(words.GetLower(), words.GetUpper());
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
