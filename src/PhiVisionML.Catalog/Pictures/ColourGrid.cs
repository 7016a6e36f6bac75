using SkiaSharp;

namespace PhiVisionML.Catalog.Pictures;

/// <summary>A picture averaged onto 32 × 32 cells, see-through parts on white.</summary>
internal sealed class ColourGrid
{
    /// <summary>Cells on a side.</summary>
    public const int Side = 32;

    private const int Channels = 3;

    private readonly float[] _cells;

    private ColourGrid(float[] cells) => _cells = cells;

    /// <summary>Red, green and blue of a cell, 0 … 255.</summary>
    public (float Red, float Green, float Blue) this[int x, int y]
    {
        get
        {
            int at = Channels * (y * Side + x);
            return (_cells[at], _cells[at + 1], _cells[at + 2]);
        }
    }

    /// <summary>Averages a picture.</summary>
    /// <param name="rgba"><c>[height, width, 4]</c>: red, green, blue times alpha, and alpha.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="rowBytes">Bytes from one row to the next.</param>
    public static ColourGrid Of(ReadOnlySpan<byte> rgba, int width, int height, int rowBytes)
    {
        var cells = new float[Side * Side * Channels];
        var columns = Spans(width);
        var rows = Spans(height);
        Span<float> line = stackalloc float[Side * Channels];
        for (int y = 0, first = 0; y < height; y++)
        {
            AverageRow(rgba.Slice(y * rowBytes, 4 * width), columns, line);
            while (rows[first].End <= y) first++;
            for (int to = first; to < Side && rows[to].Start < y + 1; to++)
            {
                float share = rows[to].Share(y);
                for (int i = 0; i < line.Length; i++)
                    cells[to * line.Length + i] += share * line[i];
            }
        }

        return new ColourGrid(cells);
    }

    /// <summary>The grid of the picture turned as its EXIF orientation (1 to 8) says.</summary>
    public ColourGrid Upright(SKEncodedOrigin origin)
    {
        const int last = Side - 1;
        if (origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default) return this;
        var turned = new float[_cells.Length];
        for (int y = 0, to = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++, to += Channels)
            {
                var (fromX, fromY) = origin switch
                {
                    SKEncodedOrigin.TopRight => (last - x, y),
                    SKEncodedOrigin.BottomRight => (last - x, last - y),
                    SKEncodedOrigin.BottomLeft => (x, last - y),
                    SKEncodedOrigin.LeftTop => (y, x),
                    SKEncodedOrigin.RightTop => (y, last - x),
                    SKEncodedOrigin.RightBottom => (last - y, last - x),
                    SKEncodedOrigin.LeftBottom => (last - y, x),
                    _ => (x, y),
                };
                _cells.AsSpan(Channels * (fromY * Side + fromX), Channels).CopyTo(turned.AsSpan(to));
            }
        }

        return new ColourGrid(turned);
    }

    private static void AverageRow(ReadOnlySpan<byte> row, Span[] columns, Span<float> line)
    {
        for (int x = 0; x < Side; x++)
        {
            var (red, green, blue) = (0f, 0f, 0f);
            for (int from = (int)columns[x].Start; from < columns[x].End; from++)
            {
                float share = columns[x].Share(from);
                int white = 255 - row[4 * from + 3];
                red += share * (row[4 * from] + white);
                green += share * (row[4 * from + 1] + white);
                blue += share * (row[4 * from + 2] + white);
            }

            (line[Channels * x], line[Channels * x + 1], line[Channels * x + 2]) = (red, green, blue);
        }
    }

    private static Span[] Spans(int length) =>
        [.. Enumerable.Range(0, Side).Select(i => new Span((float)((double)i * length / Side), (float)((double)(i + 1) * length / Side)))];

    /// <summary>The pixels of a row or column that a cell covers, in part or whole.</summary>
    private readonly record struct Span(float Start, float End)
    {
        public float Share(int pixel) => (Math.Min(End, pixel + 1) - Math.Max(Start, pixel)) / (End - Start);
    }
}
