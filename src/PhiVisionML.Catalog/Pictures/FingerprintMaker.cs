namespace PhiVisionML.Catalog.Pictures;

/// <summary>Makes fingerprints: cosine transform of the brightness, and mean colours.</summary>
internal static class FingerprintMaker
{
    private const int Frequencies = 16, Coarse = 8;

    private static readonly float[] Cosines = MakeCosines();

    /// <summary>The fingerprint of a picture.</summary>
    public static PictureFingerprint Make(ColourGrid grid) => new(Shape(grid), Colours(grid));

    private static PictureShape Shape(ColourGrid grid)
    {
        const int side = ColourGrid.Side;
        Span<float> rows = stackalloc float[side * Frequencies];
        rows.Clear();
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                float light = Luma(grid[x, y]);
                for (int u = 0; u < Frequencies; u++)
                    rows[y * Frequencies + u] += light * Cosines[u * side + x];
            }
        }

        Span<float> waves = stackalloc float[Frequencies * Frequencies];
        waves.Clear();
        for (int v = 0; v < Frequencies; v++)
        {
            for (int y = 0; y < side; y++)
            {
                for (int u = 0; u < Frequencies; u++)
                    waves[v * Frequencies + u] += rows[y * Frequencies + u] * Cosines[v * side + y];
            }
        }

        return Bits(waves);
    }

    private static PictureShape Bits(ReadOnlySpan<float> waves)
    {
        Span<float> sorted = stackalloc float[waves.Length];
        waves.CopyTo(sorted);
        sorted.Sort();
        float median = (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
        Span<ulong> bits = stackalloc ulong[4];
        bits.Clear();
        int fine = 64;
        for (int v = 0; v < Frequencies; v++)
        {
            for (int u = 0; u < Frequencies; u++)
            {
                // Neighbouring frequencies go to different runs of 16 bits: each run then tells pictures apart about equally well.
                int at = u < Coarse && v < Coarse ? (u + v) % 4 * 16 + v * 2 + u / 4 : fine++;
                if (waves[v * Frequencies + u] > median)
                    bits[at / 64] |= 1UL << (at % 64);
            }
        }

        return new PictureShape(bits[0], bits[1], bits[2], bits[3]);
    }

    // Y, Cb and Cr as in JPEG, [8, 8, 3], from the upper left.
    private static byte[] Colours(ColourGrid grid)
    {
        const int cells = PictureFingerprint.Cells, step = ColourGrid.Side / cells;
        var colours = new byte[cells * cells * 3];
        for (int i = 0; i < cells * cells; i++)
        {
            var (light, blueness, redness) = (0f, 0f, 0f);
            for (int j = 0; j < step * step; j++)
            {
                var colour = grid[i % cells * step + j % step, i / cells * step + j / step];
                light += Luma(colour);
                blueness += 128 + 0.564f * (colour.Blue - Luma(colour));
                redness += 128 + 0.713f * (colour.Red - Luma(colour));
            }

            colours[3 * i] = Level(light / (step * step));
            colours[3 * i + 1] = Level(blueness / (step * step));
            colours[3 * i + 2] = Level(redness / (step * step));
        }

        return colours;
    }

    private static byte Level(float value) => (byte)Math.Clamp(MathF.Round(value), 0, 255);

    private static float Luma((float Red, float Green, float Blue) colour) => 0.299f * colour.Red + 0.587f * colour.Green + 0.114f * colour.Blue;

    private static float[] MakeCosines()
    {
        const int side = ColourGrid.Side;
        var table = new float[Frequencies * side];
        for (int u = 0; u < Frequencies; u++)
            for (int x = 0; x < side; x++)
                table[u * side + x] = (float)Math.Cos((x + 0.5) * u * Math.PI / side);
        return table;
    }
}
