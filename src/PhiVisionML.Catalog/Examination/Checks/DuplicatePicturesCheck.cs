using System.Globalization;
using PhiVisionML.Catalog.Pictures;

namespace PhiVisionML.Catalog.Examination.Checks;

/// <summary>Rows that share a photo, byte by byte or nearly, those with different answers before all.</summary>
internal sealed class DuplicatePicturesCheck : ICatalogCheck
{
    public CheckResult Examine(ExaminedCatalog catalog, CancellationToken cancellation)
    {
        var pictured = catalog.Products.Where(product => catalog.Picture(product) is { Fault: null }).ToArray();
        var facts = pictured.Select(product => catalog.Picture(product)!).ToArray();
        var equal = pictured.GroupBy(product => catalog.Picture(product)!.Sha256, StringComparer.Ordinal).Where(group => group.Skip(1).Any()).Select(group => group.ToArray()).ToArray();
        var similar = NearDuplicateGroups.Find(facts, cancellation)
            .Where(group => group.Select(i => facts[i].Sha256).Distinct().Skip(1).Any())
            .Select(group => group.Select(i => pictured[i]).ToArray()).ToArray();
        return CheckResult.Of(Conflicts(catalog, equal), Similar(catalog, similar, isConflict: true), Copies(catalog, equal), Similar(catalog, similar, isConflict: false));
    }

    private static Finding? Conflicts(ExaminedCatalog catalog, Product[][] groups)
    {
        var conflicts = groups.Where(group => AnswerConflict.Between(catalog, group) is not null).ToArray();
        return conflicts.Length == 0 ? null : new Finding
        {
            Id = "picture_conflicts",
            Topic = FindingTopic.Pictures,
            Severity = FindingSeverity.Error,
            Sentence = $"{CountText.Of(conflicts.Length, "photo")} {(conflicts.Length == 1 ? "has" : "have")} two answers: rows with the same picture file differ in category or price.",
            Remedy = "Give the rows their own photos, or correct the category or price: the same picture cannot teach two answers.",
            Rows = Rows(catalog, conflicts),
        };
    }

    private static Finding? Copies(ExaminedCatalog catalog, Product[][] groups)
    {
        var copies = groups.Where(group => AnswerConflict.Between(catalog, group) is null).ToArray();
        return copies.Length == 0 ? null : new Finding
        {
            Id = "duplicate_pictures",
            Topic = FindingTopic.Pictures,
            Severity = FindingSeverity.Warning,
            Sentence = $"{CountText.Of(copies.Length, "photo")} {(copies.Length == 1 ? "is" : "are")} used by several rows of the same category and price.",
            Remedy = "Check that each row shows its own product; keep rows that share a photo in the same part of a split.",
            Rows = Rows(catalog, copies),
        };
    }

    private static Finding? Similar(ExaminedCatalog catalog, Product[][] groups, bool isConflict)
    {
        var chosen = groups.Where(group => AnswerConflict.Between(catalog, group) is not null == isConflict).ToArray();
        return chosen.Length == 0 ? null : new Finding
        {
            Id = isConflict ? "similar_picture_conflicts" : "similar_pictures",
            Topic = FindingTopic.Pictures,
            Severity = isConflict ? FindingSeverity.Warning : FindingSeverity.Note,
            Sentence = $"{CountText.Of(chosen.Length, "group")} of rows {(chosen.Length == 1 ? "shows" : "show")} nearly the same picture{(isConflict ? " with different categories or prices" : "")}.",
            Remedy = isConflict
                ? "Correct the answer where a group is one product; where the products differ, photos this alike do not tell them apart: take others."
                : "Nothing, if they are variants or views of one product; keep each group in the same part of a split.",
            Rows = Rows(catalog, chosen),
        };
    }

    private static FindingRow[] Rows(ExaminedCatalog catalog, Product[][] groups) =>
        catalog.Rows(groups, group => string.Create(CultureInfo.InvariantCulture, $"Picture of row {group[0].RowNumber}{(AnswerConflict.Between(catalog, group) is { } conflict ? $": {conflict} differ" : "")}"));
}
