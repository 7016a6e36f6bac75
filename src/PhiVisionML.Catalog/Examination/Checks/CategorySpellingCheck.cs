using System.Text;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Metrics;

namespace PhiVisionML.Catalog.Examination.Checks;

/// <summary>Categories that are probably one, written in several ways: T-Shirt, T-shirts, Tshirt.</summary>
internal sealed class CategorySpellingCheck : ICatalogCheck
{
    private const int LeastLetters = 6;        // shorter names that differ in a letter are different names as a rule
    private const double LeastSimilarity = 0.85;
    private const int MostCompared = 1000;     // more are free text rather than categories
    private const double MostOfTypo = 0.2;     // of the rows of the name it is a misspelling of

    public CheckResult Examine(ExaminedCatalog catalog, CancellationToken cancellation)
    {
        if (catalog.Category is not { } column) return CheckResult.Nothing;
        // The cells as they are: white space at an end makes another category for many a program.
        var spellings = catalog.Products.Where(product => ExaminedCatalog.Cell(product, column) is not null)
            .GroupBy(product => product.Fields[column]!, StringComparer.Ordinal)
            .Select(group => new Spelling(group.Key, Key(group.Key), [.. group]))
            .OrderByDescending(spelling => spelling.Products.Length).ThenBy(spelling => spelling.Name, StringComparer.Ordinal).ToArray();

        var groups = new List<List<Spelling>>();
        var byKey = new Dictionary<string, List<Spelling>>(StringComparer.Ordinal);
        foreach (var spelling in spellings)
        {
            if (byKey.TryGetValue(spelling.Key, out var same) || (same = Typo(groups, spelling)) is not null)
            {
                same.Add(spelling);
                continue;
            }

            groups.Add([spelling]);
            byKey.Add(spelling.Key, groups[^1]);
        }

        var several = groups.Where(group => group.Count > 1).ToArray();
        var rows = several.SelectMany(group => group.Skip(1).SelectMany(spelling =>
            spelling.Products.Select(product => ExaminedCatalog.Row(product, $"“{spelling.Name}”, {CountText.Of(spelling.Products.Length, "row")}", $"like “{group[0].Name}”, {CountText.Of(group[0].Products.Length, "row")}")))).ToArray();
        return rows.Length == 0 ? CheckResult.Nothing : CheckResult.Of(new Finding
        {
            Id = "category_spellings",
            Topic = FindingTopic.Categories,
            Severity = FindingSeverity.Warning,
            Sentence = $"{CountText.Of(several.Length, "category", "categories")} {(several.Length == 1 ? "is" : "are")} probably written in several ways: {string.Join("; ", several.Take(3).Select(group => string.Join(", ", group.Select(spelling => $"“{spelling.Name}”"))))}{(several.Length > 3 ? "; …" : "")}.",
            Remedy = "Write each in one way: a model learns them as different answers, and the measure counts a right one as wrong.",
            Rows = rows,
        });
    }

    private static List<Spelling>? Typo(List<List<Spelling>> groups, Spelling rare) =>
        groups.Count > MostCompared ? null : groups.FirstOrDefault(group => IsTypo(group[0], rare));

    private static bool IsTypo(Spelling frequent, Spelling rare) =>
        frequent.Key.Length >= LeastLetters && rare.Key.Length >= LeastLetters
        && !frequent.Key.Any(char.IsDigit) && !rare.Key.Any(char.IsDigit)   // codes differ in a digit by nature
        && rare.Products.Length <= MostOfTypo * frequent.Products.Length
        && EditDistance.Similarity(frequent.Key, rare.Key) >= LeastSimilarity;

    /// <summary>Letters and digits alone, in lower case and without the plural's ending; the whole name where nothing is left.</summary>
    private static string Key(string name)
    {
        var letters = new StringBuilder();
        foreach (var rune in WhiteSpace.Fold(name).EnumerateRunes())
            if (Rune.IsLetterOrDigit(rune))
                letters.Append(Rune.ToLowerInvariant(rune));
        var key = letters.ToString();
        if (key.Length == 0) return name;
        return key.Length > 3 && key.EndsWith('s') && !key.EndsWith("ss", StringComparison.Ordinal) && !key.Any(char.IsDigit) ? key[..^1] : key;
    }

    private sealed record Spelling(string Name, string Key, Product[] Products);
}
