using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PhiVisionML.Model.Images;

/// <summary>
/// The small view of the whole picture: the tiles' grid scaled to the size of one tile by bicubic interpolation,
/// four taps an axis, without widening the filter.
/// </summary>
/// <remarks>
/// Source: <c>torch.nn.functional.interpolate(mode="bicubic", align_corners=False, antialias=False)</c>, whose cubic has A = -0.75.
/// Columns are combined first here, rows first there: the last bits of the numbers differ (below 2e-6).
/// </remarks>
internal static class GlobalView
{
    /// <summary>Computes the view.</summary>
    /// <param name="layout">The layout of the picture.</param>
    /// <param name="tiles">The normalised tiles, <c>[tiles, 3, cropSize, cropSize]</c>.</param>
    /// <param name="target">Takes the view, <c>[3, cropSize, cropSize]</c>.</param>
    public static void Write(HdLayout layout, ReadOnlySpan<float> tiles, Span<float> target)
    {
        if (layout.Tiles == 1)
        {
            // At the same size every tap lands on a pixel: the weights are 0, 1, 0, 0 exactly.
            tiles.CopyTo(target);
            return;
        }

        int size = layout.CropSize;
        CubicTaps[] across = CubicTaps.ForAxis(layout.Width, size);
        CubicTaps[] down = CubicTaps.ForAxis(layout.Height, size);
        float[] rented = ArrayPool<float>.Shared.Rent(layout.Width);
        Span<float> wideRow = rented.AsSpan(0, layout.Width);
        for (int channel = 0; channel < 3; channel++)
        {
            for (int y = 0; y < size; y++)
            {
                CombineRows(layout, tiles, channel, down[y], wideRow);
                CombineColumns(wideRow, across, target.Slice((channel * size + y) * size, size));
            }
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>One row of the view's height, still as wide as the picture.</summary>
    private static void CombineRows(HdLayout layout, ReadOnlySpan<float> tiles, int channel, CubicTaps taps, Span<float> wideRow)
    {
        int size = layout.CropSize;
        for (int tileColumn = 0; tileColumn < layout.TilesWide; tileColumn++)
        {
            WeighRows(
                RowOf(layout, tiles, channel, taps.Index0, tileColumn), taps.Weight0,
                RowOf(layout, tiles, channel, taps.Index1, tileColumn), taps.Weight1,
                RowOf(layout, tiles, channel, taps.Index2, tileColumn), taps.Weight2,
                RowOf(layout, tiles, channel, taps.Index3, tileColumn), taps.Weight3,
                wideRow.Slice(tileColumn * size, size));
        }
    }

    private static ReadOnlySpan<float> RowOf(HdLayout layout, ReadOnlySpan<float> tiles, int channel, int y, int tileColumn)
    {
        (int tileRow, int rowInTile) = Math.DivRem(y, layout.CropSize);
        int plane = (tileRow * layout.TilesWide + tileColumn) * 3 + channel;
        return tiles.Slice((plane * layout.CropSize + rowInTile) * layout.CropSize, layout.CropSize);
    }

    private static void WeighRows(
        ReadOnlySpan<float> row0, float weight0, ReadOnlySpan<float> row1, float weight1,
        ReadOnlySpan<float> row2, float weight2, ReadOnlySpan<float> row3, float weight3, Span<float> target)
    {
        int x = 0;
        for (; x + Vector256<float>.Count <= target.Length; x += Vector256<float>.Count)
        {
            Vector256<float> sum = Vector256.Create(row0[x..]) * weight0 + Vector256.Create(row1[x..]) * weight1
                + Vector256.Create(row2[x..]) * weight2 + Vector256.Create(row3[x..]) * weight3;
            sum.CopyTo(target[x..]);
        }

        for (; x < target.Length; x++)
            target[x] = row0[x] * weight0 + row1[x] * weight1 + row2[x] * weight2 + row3[x] * weight3;
    }

    private static void CombineColumns(ReadOnlySpan<float> wideRow, CubicTaps[] across, Span<float> target)
    {
        for (int x = 0; x < target.Length; x++)
        {
            ref readonly CubicTaps taps = ref across[x];
            target[x] = wideRow[taps.Index0] * taps.Weight0 + wideRow[taps.Index1] * taps.Weight1
                + wideRow[taps.Index2] * taps.Weight2 + wideRow[taps.Index3] * taps.Weight3;
        }
    }

    /// <summary>The four source positions of one target position, held within the picture, and their weights.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct CubicTaps
    {
        private const float A = -0.75f;

        private CubicTaps(float centre, int size)
        {
            int below = (int)MathF.Floor(centre);
            float beyond = centre - below;
            Index0 = Math.Clamp(below - 1, 0, size - 1);
            Index1 = Math.Clamp(below, 0, size - 1);
            Index2 = Math.Clamp(below + 1, 0, size - 1);
            Index3 = Math.Clamp(below + 2, 0, size - 1);
            Weight0 = Outer(beyond + 1);
            Weight1 = Inner(beyond);
            Weight2 = Inner(1 - beyond);
            Weight3 = Outer(2 - beyond);
        }

        public int Index0 { get; }

        public int Index1 { get; }

        public int Index2 { get; }

        public int Index3 { get; }

        public float Weight0 { get; }

        public float Weight1 { get; }

        public float Weight2 { get; }

        public float Weight3 { get; }

        public static CubicTaps[] ForAxis(int sourceSize, int targetSize)
        {
            float scale = (float)sourceSize / targetSize;
            CubicTaps[] taps = new CubicTaps[targetSize];
            for (int target = 0; target < targetSize; target++)
                taps[target] = new CubicTaps(scale * (target + 0.5f) - 0.5f, sourceSize);
            return taps;
        }

        /// <summary>The cubic at a distance of 0 to 1.</summary>
        private static float Inner(float x) => ((A + 2) * x - (A + 3)) * x * x + 1;

        /// <summary>The cubic at a distance of 1 to 2.</summary>
        private static float Outer(float x) => ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
    }
}
