namespace PhiVisionML.Catalog.Pictures;

/// <summary>What remains of a picture when it is made small, re-encoded or cropped a little: its shape and its colours.</summary>
public sealed class PictureFingerprint
{
    /// <summary>Cells on a side, in which colours are averaged.</summary>
    internal const int Cells = 8;

    private const int Channels = 3;

    // Below it, what is left of brightness is the noise of the encoding.
    private const double LeastContrast = 1.5;

    private readonly byte[] _colours;

    internal PictureFingerprint(PictureShape shape, byte[] colours)
    {
        Shape = shape;
        _colours = colours;
        Contrast = MeanDeviation(colours);
    }

    /// <summary>How light and dark are spread. Means nothing of a flat picture.</summary>
    public PictureShape Shape { get; }

    /// <summary>Whether the picture is of one even colour, like a page left empty, so that it shows nothing that could be compared.</summary>
    public bool IsFlat => Contrast < LeastContrast;

    /// <summary>The mean colours of 8 × 8 cells from the upper left, row by row, as Y, Cb and Cr of JPEG, <c>[8, 8, 3]</c>.</summary>
    internal ReadOnlySpan<byte> Colours => _colours;

    /// <summary>The mean difference of a cell's brightness and colour from the picture's mean, in levels of 0 … 255, summed over Y, Cb and Cr.</summary>
    internal double Contrast { get; }

    /// <summary>How much the colours of two pictures differ, in percent of how much each differs within itself: 0 for equal ones, 100 and more for unrelated ones.</summary>
    /// <param name="one">A fingerprint.</param>
    /// <param name="other">Another one.</param>
    public static double ColourDifference(PictureFingerprint one, PictureFingerprint other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        int sum = 0;
        for (int i = 0; i < one._colours.Length; i++)
            sum += Math.Abs(one._colours[i] - other._colours[i]);
        return 100.0 * sum / (Cells * Cells) / Math.Max(LeastContrast, (one.Contrast + other.Contrast) / 2);
    }

    /// <summary>The greatest change of hue anywhere: of Cb or Cr (0 … 255) of a sixteenth of the picture. Tells a part in another colour from the same picture.</summary>
    /// <param name="one">A fingerprint.</param>
    /// <param name="other">Another one.</param>
    public static double HueChange(PictureFingerprint one, PictureFingerprint other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        const int step = Cells / 4, row = Channels * Cells;
        int greatest = 0;
        for (int y = 0; y < Cells; y += step)
        {
            for (int x = 0; x < Cells; x += step)
            {
                for (int channel = 1; channel < Channels; channel++)
                {
                    int at = y * row + x * Channels + channel;
                    greatest = Math.Max(greatest, Math.Abs(Change(at) + Change(at + Channels) + Change(at + row) + Change(at + row + Channels)));
                }
            }
        }

        return (double)greatest / (step * step);

        int Change(int at) => one._colours[at] - other._colours[at];
    }

    private static double MeanDeviation(byte[] colours)
    {
        double sum = 0;
        for (int channel = 0; channel < Channels; channel++)
        {
            double mean = 0;
            for (int i = channel; i < colours.Length; i += Channels)
                mean += (double)colours[i] / (Cells * Cells);
            for (int i = channel; i < colours.Length; i += Channels)
                sum += Math.Abs(colours[i] - mean) / (Cells * Cells);
        }

        return sum;
    }
}
