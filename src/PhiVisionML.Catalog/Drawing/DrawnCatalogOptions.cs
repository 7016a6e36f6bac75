namespace PhiVisionML.Catalog.Drawing;

/// <summary>How large the demo's catalog is and how it is drawn.</summary>
public sealed record DrawnCatalogOptions
{
    /// <summary>Rows in all; default 600, at least 1.</summary>
    public int Products { get; init; } = 600;

    /// <summary>
    /// The share of rows that are held out, spread evenly over the catalog; default 0.2, 0 … 0.9. With
    /// <see cref="DisjointCombinations"/> it is the share of combinations that are held out as well.
    /// </summary>
    public double TestShare { get; init; } = 0.2;

    /// <summary>
    /// Whether no combination of (kind, colour, pattern, stars) is in both splits, so that the test asks for titles
    /// and prices that were never trained; default true. Without it, test rows are other pictures that may show the
    /// same combination.
    /// </summary>
    public bool DisjointCombinations { get; init; } = true;

    /// <summary>Decides the products, their pictures and the split; default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Pixels of a side; default 224, <see cref="ProductPainter.MinSize"/> … <see cref="ProductPainter.MaxSize"/>.</summary>
    public int ImageSize { get; init; } = 224;

    /// <summary>The quality of the JPEG files, 1 … 100; default 90.</summary>
    public int JpegQuality { get; init; } = 90;

    /// <summary>Refuses options out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range; the message says which and what is allowed.</exception>
    public void Validate()
    {
        if (Products < 1)
            throw OutOfRange(nameof(Products), Products, "at least 1");
        if (TestShare is not (>= 0 and <= 0.9))
            throw OutOfRange(nameof(TestShare), TestShare, "0 … 0.9");
        if (ImageSize is < ProductPainter.MinSize or > ProductPainter.MaxSize)
            throw OutOfRange(nameof(ImageSize), ImageSize, $"{ProductPainter.MinSize} … {ProductPainter.MaxSize}");
        if (JpegQuality is < 1 or > 100)
            throw OutOfRange(nameof(JpegQuality), JpegQuality, "1 … 100");
    }

    private static ArgumentOutOfRangeException OutOfRange(string name, object value, string allowed) =>
        new(name, value, FormattableString.Invariant($"{name} is {value}; it must be {allowed}."));
}
