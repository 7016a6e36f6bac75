using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Pictures;

namespace PhiVisionML.Catalog.Splits;

/// <summary>What a table with a column of parts is divided into, and what leaks. Everything is counted from the rows as they are, whoever made the split.</summary>
public sealed record SplitReport
{
    private static readonly string[] FirstParts = ["train", "validation", "test"];

    /// <summary>The column of titles.</summary>
    public required string TitleColumn { get; init; }

    /// <summary>The part of each row, by its position; <c>null</c> or blank for a row in none.</summary>
    public required IReadOnlyList<string?> PartOfRow { get; init; }

    /// <summary>Rows that are in a part.</summary>
    public required int Rows { get; init; }

    /// <summary>The positions of rows that are in none.</summary>
    public required IReadOnlyList<int> WithoutPart { get; init; }

    /// <summary>The parts: train, validation and test, those that have rows, then others by name.</summary>
    public required IReadOnlyList<PartCount> Parts { get; init; }

    /// <summary>The categories, by name.</summary>
    public required IReadOnlyList<SplitStratum> Strata { get; init; }

    /// <summary>The families, the biggest first; a row without one is a family by its product code.</summary>
    public required IReadOnlyList<ProductFamily> Families { get; init; }

    /// <summary>What is in several parts.</summary>
    public required SplitLeakage Leakage { get; init; }

    /// <summary>Examines a split.</summary>
    /// <param name="products">The rows.</param>
    /// <param name="parts">The part of each; <c>null</c> or blank for a row in none.</param>
    /// <param name="pictures">The facts of their pictures by path.</param>
    /// <param name="familyColumn">The column of families; <c>null</c> if there is none.</param>
    /// <param name="categoryColumn">The column of categories; <c>null</c> if there is none.</param>
    /// <param name="titleColumn">The column of titles.</param>
    /// <param name="cancellation">Looked at while comparing pictures.</param>
    /// <exception cref="ArgumentException">There are more or fewer parts than products.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SplitReport Of(
        IReadOnlyList<Product> products, IReadOnlyList<string?> parts, IReadOnlyDictionary<string, PictureFacts> pictures,
        string? familyColumn, string? categoryColumn, string titleColumn = "title", CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(products);
        var leakage = SplitLeakage.Find(products, parts, pictures, familyColumn, titleColumn, cancellation);
        SplitRow[] rows = [.. products.Select((product, i) => new SplitRow(i, WhiteSpace.Fold(parts[i] ?? ""), Family(product, familyColumn), Cell(product, categoryColumn)))];
        SplitRow[] divided = [.. rows.Where(row => row.Part.Length > 0)];
        string[] names = [.. divided.Select(row => row.Part).Distinct(StringComparer.Ordinal).OrderBy(Place).ThenBy(name => name, StringComparer.Ordinal)];
        return new SplitReport
        {
            TitleColumn = titleColumn,
            PartOfRow = parts,
            Rows = divided.Length,
            WithoutPart = [.. rows.Where(row => row.Part.Length == 0).Select(row => row.Position)],
            Parts = Count(divided, names),
            Strata = [.. divided.GroupBy(row => row.Category, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new SplitStratum(group.Key, Count([.. group], names)))],
            Families =
            [
                .. divided.GroupBy(row => row.Family, StringComparer.Ordinal).Select(family => new ProductFamily(family.Key, [.. family.Select(row => row.Position)]))
                    .OrderByDescending(family => family.Rows.Count).ThenBy(family => family.Name, StringComparer.Ordinal),
            ],
            Leakage = leakage,
        };
    }

    private static PartCount[] Count(SplitRow[] rows, string[] names)
    {
        var byPart = rows.ToLookup(row => row.Part, StringComparer.Ordinal);
        return [.. names.Select(name => new PartCount(name, byPart[name].Count(), byPart[name].Select(row => row.Family).Distinct(StringComparer.Ordinal).Count()))];
    }

    private static int Place(string part) => Array.IndexOf(FirstParts, part) is >= 0 and var place ? place : FirstParts.Length;

    private static string Family(Product product, string? column) => Cell(product, column) is { Length: > 0 } family ? family : WhiteSpace.Fold(product.ProductCode);

    private static string Cell(Product product, string? column) => column is null ? "" : WhiteSpace.Fold(product.Fields.GetValueOrDefault(column) ?? "");

    private sealed record SplitRow(int Position, string Part, string Family, string Category);
}
