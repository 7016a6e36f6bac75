using PhiVisionML.Catalog.Answers;

namespace PhiVisionML.Catalog.Examination;

/// <summary>What the examination takes for granted about a catalog, and where it draws its lines.</summary>
public sealed record ExaminationOptions
{
    /// <summary>The answer to be learned: its first text field is taken for the title, its first choice for the category, its first price for the price.</summary>
    public required AnswerTemplate Template { get; init; }

    /// <summary>Columns whose texts the model reads beside the template's, usually those of the prompt. Default: none.</summary>
    public IReadOnlyList<string> PromptColumns { get; init; } = [];

    /// <summary>The column of currency codes; passed over where the catalog has none. Default <c>currency_code</c>.</summary>
    public string CurrencyColumn { get; init; } = "currency_code";

    /// <summary>The column that says which part of a split a row belongs to; passed over where the catalog has none. Default <c>split</c>.</summary>
    public string SplitColumn { get; init; } = "split";

    /// <summary>The column that names a product's family; passed over where the catalog has none. Default <c>family</c>.</summary>
    public string FamilyColumn { get; init; } = "family";

    /// <summary>Categories with fewer rows are reported, at least 1. Default 10: below it a held-out share of a tenth is less than one row.</summary>
    public int LeastCategoryRows { get; init => field = AtLeast(1, value, nameof(LeastCategoryRows)); } = 10;

    /// <summary>Pictures whose shorter side has fewer pixels are reported, at least 1. Default 100, what shopping feeds ask for.</summary>
    public int LeastPictureSide { get; init => field = AtLeast(1, value, nameof(LeastPictureSide)); } = 100;

    /// <summary>Pictures with more pixels are reported, at least 1. Default 25,000,000: more only costs time to decode.</summary>
    public long MostPicturePixels { get; init => field = AtLeast(1, value, nameof(MostPicturePixels)); } = 25_000_000;

    /// <summary>Pictures whose longer side is more than so many times the shorter one are reported, at least 1. Default 4.</summary>
    public double MostPictureAspect { get; init => field = AtLeast(1, value, nameof(MostPictureAspect)); } = 4;

    /// <summary>
    /// Prices further than so many robust standard deviations (of the logarithm) from their category's median are reported, above 0.
    /// Default 4.5.
    /// </summary>
    public double PriceOutlierDeviations { get; init => field = AtLeast(double.Epsilon, value, nameof(PriceOutlierDeviations)); } = 4.5;

    private static T AtLeast<T>(T least, T value, string name) where T : IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        return value;
    }
}
