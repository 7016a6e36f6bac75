using System.Globalization;

namespace PhiVisionML.Catalog.Drawing;

/// <summary>How large a drawn catalog is, how it is drawn, and what is wrong with it. The defaults draw one in which all is right.</summary>
public sealed record DrawnCatalogOptions
{
    /// <summary>The most rows of a catalog.</summary>
    public const int MaxProducts = 1_000_000;

    /// <summary>The most pictures in one folder; larger catalogs than <see cref="MaxFlatProducts"/> have a folder for each so many.</summary>
    public const int PicturesPerFolder = 1_000;

    /// <summary>The largest catalog whose pictures all lie in <c>images</c> itself.</summary>
    public const int MaxFlatProducts = 10_000;

    /// <summary>The most <see cref="Workers"/>.</summary>
    public const int MaxWorkers = 256;

    /// <summary>Rows in all; default 600, 1 … <see cref="MaxProducts"/>.</summary>
    public int Products { get; init; } = 600;

    /// <summary>
    /// Rows of a design, one after the other, which differ in colour and picture alone; default 1, 1 … 8, which is the
    /// number of colours. Above 1 the table has the column <c>family</c>, and whole families are held out. The last
    /// family has fewer rows when <see cref="Products"/> is not a multiple.
    /// </summary>
    public int Variants { get; init; } = 1;

    /// <summary>How many kinds of products, the first of <see cref="ProductKind"/>; default 10, 1 … 10.</summary>
    public int Categories { get; init; } = 10;

    /// <summary>
    /// How far a price may be from the shop's rule, as a share of the price: evenly distributed within ± so much,
    /// rounded to cents, the same for all variants of a design; default 0, 0 … 0.5. The noisy price is the true one.
    /// </summary>
    public double PriceNoise { get; init; }

    /// <summary>
    /// The share of rows in which one of title, category and price is empty; default 0. With <see cref="WrongShare"/>
    /// 0 … 1. Above 0 the table has the columns <c>true_title</c>, <c>true_category3_code</c> and <c>true_full_price</c>.
    /// </summary>
    public double MissingShare { get; init; }

    /// <summary>
    /// The share of rows in which one of title, category and price is that of a row before of the same split; default
    /// 0. With <see cref="MissingShare"/> 0 … 1; above 0 it adds the same columns. A row without another value before
    /// it, such as the first, stays right.
    /// </summary>
    public double WrongShare { get; init; }

    /// <summary>
    /// The share of rows whose picture does not decode: cut off, empty, or text, in turns; default 0. With
    /// <see cref="DuplicateShare"/> 0 … 1. Above 0 the table has the column <c>picture_state</c>.
    /// </summary>
    public double BrokenShare { get; init; }

    /// <summary>
    /// The share of rows whose picture is that of a row before of the same split; default 0. With
    /// <see cref="BrokenShare"/> 0 … 1. Above 0 the table has the columns <c>picture_state</c> and <c>duplicate_of</c>.
    /// A row without a sound picture before it, such as the first, gets its own.
    /// </summary>
    public double DuplicateShare { get; init; }

    /// <summary>
    /// The languages of titles, each for the same number of designs, in an order that the seed decides; default English
    /// alone, at least one, none twice. With any other the table has the column <c>language</c>.
    /// </summary>
    public IReadOnlyList<TitleLanguage> Languages { get; init; } = [TitleLanguage.English];

    /// <summary>
    /// The share of rows that are held out, spread evenly over the catalog; default 0.2, 0 … 0.9. With
    /// <see cref="DisjointCombinations"/> it is the share of combinations that are held out as well.
    /// </summary>
    public double TestShare { get; init; } = 0.2;

    /// <summary>
    /// The share of rows to choose a model by, spread like those of <see cref="TestShare"/>; default 0, 0 … 0.8, and
    /// above 0 at most 0.8 with <see cref="TestShare"/>.
    /// </summary>
    public double ValidationShare { get; init; }

    /// <summary>
    /// Whether no combination of (kind, colour, pattern, stars) is in two splits, so that the test asks for titles
    /// and prices that were never trained; default true. With <see cref="Variants"/> no (kind, pattern, stars) is.
    /// Without it, test rows are other pictures that may show the same combination.
    /// </summary>
    public bool DisjointCombinations { get; init; } = true;

    /// <summary>Decides the products, their pictures, the split and all that is wrong; default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Pixels of a side; default 224, <see cref="ProductPainter.MinSize"/> … <see cref="ProductPainter.MaxSize"/>.</summary>
    public int ImageSize { get; init; } = 224;

    /// <summary>The quality of the JPEG files, 1 … 100; default 90.</summary>
    public int JpegQuality { get; init; } = 90;

    /// <summary>Pictures drawn at once, 1 … <see cref="MaxWorkers"/>; default one for each processor. What is written does not depend on it.</summary>
    public int Workers { get; init; } = Math.Min(Environment.ProcessorCount, MaxWorkers);

    /// <summary>Whether the table says what is true of fields beside what it says in them.</summary>
    internal bool HasFieldFaults => MissingShare > 0 || WrongShare > 0;

    /// <summary>Whether the table says what the pictures are.</summary>
    internal bool HasPictureFaults => BrokenShare > 0 || DuplicateShare > 0;

    /// <summary>Refuses options out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range; the message says which and what is allowed.</exception>
    public void Validate()
    {
        Require(nameof(Products), Products, 1, MaxProducts);
        Require(nameof(Variants), Variants, 1, Enum.GetValues<ProductColour>().Length);
        Require(nameof(Categories), Categories, 1, Enum.GetValues<ProductKind>().Length);
        Require(nameof(PriceNoise), PriceNoise, 0.5);
        Require(nameof(MissingShare), MissingShare, 1);
        Require(nameof(WrongShare), WrongShare, 1);
        RequireSum(nameof(MissingShare), MissingShare, nameof(WrongShare), WrongShare, 1);
        Require(nameof(BrokenShare), BrokenShare, 1);
        Require(nameof(DuplicateShare), DuplicateShare, 1);
        RequireSum(nameof(BrokenShare), BrokenShare, nameof(DuplicateShare), DuplicateShare, 1);
        Require(nameof(TestShare), TestShare, 0.9);
        Require(nameof(ValidationShare), ValidationShare, 0.8);
        if (ValidationShare > 0)
            RequireSum(nameof(TestShare), TestShare, nameof(ValidationShare), ValidationShare, 0.8);
        Require(nameof(ImageSize), ImageSize, ProductPainter.MinSize, ProductPainter.MaxSize);
        Require(nameof(JpegQuality), JpegQuality, 1, 100);
        Require(nameof(Workers), Workers, 1, MaxWorkers);
        string languages = Languages is null ? "nothing" : string.Join(", ", Languages.Select(TitleLanguages.Code));
        if (Languages is not { Count: > 0 } || Languages.Distinct().Count() < Languages.Count)
            throw OutOfRange(nameof(Languages), languages.Length == 0 ? "empty" : languages, "at least one language, and none twice");
    }

    private static void Require(string name, int value, int least, int most)
    {
        if (value < least || value > most)
            throw OutOfRange(name, value, string.Create(CultureInfo.InvariantCulture, $"{least} … {most:N0}"));
    }

    private static void Require(string name, double value, double most)
    {
        if (!(value >= 0 && value <= most))
            throw OutOfRange(name, value, FormattableString.Invariant($"0 … {most}"));
    }

    // Shares such as 0.7 and 0.3 may add up to a hair more than their sum.
    private static void RequireSum(string first, double firstShare, string second, double secondShare, double most)
    {
        if (firstShare + secondShare > most + 1e-9)
            throw OutOfRange(first, firstShare, FormattableString.Invariant($"at most {most} together with {second}, which is {secondShare}"));
    }

    private static ArgumentOutOfRangeException OutOfRange(string name, object value, string allowed) =>
        new(name, value, FormattableString.Invariant($"{name} is {value}; it must be {allowed}."));
}
