namespace PhiVisionML.Catalog.Drawing;

/// <summary>The codes of title languages (ISO 639-1).</summary>
public static class TitleLanguages
{
    private static readonly (TitleLanguage Language, string Code)[] Codes =
        [(TitleLanguage.English, "en"), (TitleLanguage.Urdu, "ur"), (TitleLanguage.Chinese, "zh")];

    /// <summary>"en", "ur" or "zh".</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's members.</exception>
    public static string Code(TitleLanguage language) => Codes.FirstOrDefault(known => known.Language == language).Code
        ?? throw new ArgumentOutOfRangeException(nameof(language), language, $"Titles are written in {Codes.Length} languages; {(int)language} is none of them.");

    /// <summary>The languages of codes that are separated by commas: "en,ur,zh". Spaces and letter case do not matter.</summary>
    /// <exception cref="FormatException">A code is not known, or there is none; the message names those that are known.</exception>
    public static IReadOnlyList<TitleLanguage> Parse(string codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        return [.. codes.Split(',', StringSplitOptions.TrimEntries).Select(One)];
    }

    private static TitleLanguage One(string code)
    {
        foreach (var known in Codes)
        {
            if (known.Code.Equals(code, StringComparison.OrdinalIgnoreCase))
                return known.Language;
        }

        throw new FormatException($"'{code}' is no language that titles are written in; these are: {string.Join(", ", Codes.Select(known => known.Code))}.");
    }
}
