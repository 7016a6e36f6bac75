using PhiVisionML.Catalog.Splits;

namespace PhiVisionML.Catalog.Examination.Checks;

/// <summary>Whether rows to measure on are known from rows to train on, by a split that the catalog brings along.</summary>
internal sealed class SplitCheck : ICatalogCheck
{
    private const string Command = "phivision sample split --data CATALOG --out split.csv";

    public CheckResult Examine(ExaminedCatalog catalog, CancellationToken cancellation)
    {
        var column = catalog.Options.SplitColumn;
        if (!catalog.Has(column)) return CheckResult.Nothing;
        string?[] parts = [.. catalog.Products.Select(product => ExaminedCatalog.Cell(product, column))];
        var counts = parts.OfType<string>().GroupBy(part => part, StringComparer.Ordinal).OrderByDescending(part => part.Count()).ToArray();
        if (counts.Length == 0) return CheckResult.Nothing;
        var leakage = SplitLeakage.Find(
            catalog.Products, parts, catalog.Pictures, catalog.Has(catalog.Options.FamilyColumn) ? catalog.Options.FamilyColumn : null, catalog.Title ?? "title", cancellation);
        return CheckResult.Of(
            counts.Length == 1 ? Single(column, counts[0].Key) : null,
            Unassigned(catalog, column, parts),
            Crossing(catalog, parts, "split_photos", FindingSeverity.Error, "photo", Photos(leakage)),
            Crossing(catalog, parts, "split_codes", FindingSeverity.Error, "product code", leakage.ProductCodes),
            Crossing(catalog, parts, "split_families", FindingSeverity.Error, "product family", leakage.Families, "product families"),
            Crossing(catalog, parts, "split_titles", FindingSeverity.Note, "title stem", leakage.TitleStems)) with
        {
            Charts = [new ExaminationChart("split_parts", FindingTopic.Split, "Rows of each part", [.. counts.Select(part => new ExaminationBar(part.Key, part.Count()))], $"By the column {column}.")],
        };
    }

    private static Finding Single(string column, string part) => new()
    {
        Id = "split_of_one_part",
        Topic = FindingTopic.Split,
        Severity = FindingSeverity.Warning,
        Sentence = $"Every row's {column} is {part}: nothing is held out to measure on.",
        Remedy = "Make a split by product family.",
        Command = Command,
    };

    private static Finding? Unassigned(ExaminedCatalog catalog, string column, string?[] parts)
    {
        var rows = catalog.Products.Where((_, i) => parts[i] is null).Select(product => ExaminedCatalog.Row(product, catalog.Describe(product))).ToArray();
        return rows.Length == 0 ? null : new Finding
        {
            Id = "split_unassigned",
            Topic = FindingTopic.Split,
            Severity = FindingSeverity.Warning,
            Sentence = $"{CountText.Rows(rows.Length, "is", "are")} in no part of the split: {column} is empty.",
            Remedy = "Say for each row whether it is for training, validation or test.",
            Command = Command,
            Rows = rows,
        };
    }

    private static Finding? Crossing(ExaminedCatalog catalog, string?[] parts, string id, FindingSeverity severity, string what, IReadOnlyList<CrossingRows> crossing, string? plural = null) => crossing.Count == 0 ? null : new Finding
    {
        Id = id,
        Topic = FindingTopic.Split,
        Severity = severity,
        Sentence = $"{CountText.Of(crossing.Count, what, plural)} {(crossing.Count == 1 ? "is" : "are")} in several parts of the split.",
        Remedy = severity == FindingSeverity.Note
            ? "Nothing, if these are different designs that share their words; else split by product family."
            : "Split by product family, so that no row to measure on is known from training; until then the measure flatters.",
        Command = Command,
        Rows = [.. crossing.SelectMany(group => group.Rows.Select(row => ExaminedCatalog.Row(catalog.Products[row], $"{parts[row]}: {catalog.Describe(catalog.Products[row])}", group.Name)))],
    };

    /// <summary>Pairs that have a row in common are one photo.</summary>
    private static CrossingRows[] Photos(SplitLeakage leakage)
    {
        var groups = new List<SortedSet<int>>();
        var groupOf = new Dictionary<int, SortedSet<int>>();
        foreach (var pair in leakage.SamePhotos)
        {
            if (!groupOf.TryGetValue(pair.Row, out var group) && !groupOf.TryGetValue(pair.OtherRow, out group)) groups.Add(group = []);
            foreach (var row in new[] { pair.Row, pair.OtherRow })
            {
                group.Add(row);
                groupOf.TryAdd(row, group);
            }
        }

        return [.. groups.Select((group, i) => new CrossingRows($"Photo {i + 1}", [.. group]))];
    }
}
