using System.Globalization;
using PhiVisionML.Catalog.Pictures;

namespace PhiVisionML.Catalog.Examination.Checks;

/// <summary>Picture files that cannot be used, and those of a size or shape that a model sees little of.</summary>
internal sealed class PictureFilesCheck : ICatalogCheck
{
    public CheckResult Examine(ExaminedCatalog catalog, CancellationToken cancellation)
    {
        var options = catalog.Options;
        var pictured = catalog.Products.Select(product => (Product: product, Facts: catalog.Picture(product)!)).Where(row => row.Facts is not null).ToArray();
        var broken = pictured.Where(row => row.Facts.Fault is not null).ToArray();
        var sound = pictured.Where(row => row.Facts.Fault is null).ToArray();
        var further = catalog.Products
            .SelectMany(product => product.ImagePaths.Skip(1).Select(path => (Product: product, Facts: catalog.Pictures.GetValueOrDefault(path)!)))
            .Where(row => row.Facts?.Fault is not null).ToArray();

        var findings = CheckResult.Of(
            Broken(broken),
            Further(further),
            Of("tiny_pictures", FindingSeverity.Warning, [.. sound.Where(row => Math.Min(row.Facts.Width, row.Facts.Height) < options.LeastPictureSide)],
                $"less than {options.LeastPictureSide} pixels on a side",
                "Fetch them larger: enlarging adds no detail, and placeholders teach nothing."),
            Of("thin_pictures", FindingSeverity.Warning, [.. sound.Where(row => Aspect(row.Facts) > options.MostPictureAspect)],
                string.Create(CultureInfo.InvariantCulture, $"sides of more than {options.MostPictureAspect:0.##} to 1"),
                "Crop them to the product: most of what the model sees is white padding."),
            Of("huge_pictures", FindingSeverity.Note, [.. sound.Where(row => (long)row.Facts.Width * row.Facts.Height > options.MostPicturePixels)],
                string.Create(CultureInfo.InvariantCulture, $"more than {options.MostPicturePixels / 1e6:0.#} million pixels"),
                "Store them smaller to save reading time; the model scales them down anyhow."));
        return findings with { Figures = Figures(catalog, pictured.Length, sound) };
    }

    private static Finding? Broken((Product Product, PictureFacts Facts)[] rows) => rows.Length == 0 ? null : new Finding
    {
        Id = "broken_pictures",
        Topic = FindingTopic.Pictures,
        Severity = FindingSeverity.Error,
        Sentence = $"{CountText.Rows(rows.Length, "has", "have")} a picture file that cannot be decoded.",
        Remedy = "Fetch these files again, or take the rows out; training leaves them out and says so.",
        ExcludesRows = true,
        Rows = [.. rows.Select(row => ExaminedCatalog.Row(row.Product, row.Facts.Fault))],
    };

    private static Finding? Further((Product Product, PictureFacts Facts)[] rows) => rows.Length == 0 ? null : new Finding
    {
        Id = "broken_further_pictures",
        Topic = FindingTopic.Pictures,
        Severity = FindingSeverity.Warning,
        Sentence = $"{CountText.Of(rows.Length, "further picture")} of products with several cannot be decoded.",
        Remedy = "Fetch these files again. Training takes the first picture of a product and is not concerned.",
        Rows = [.. rows.Select(row => ExaminedCatalog.Row(row.Product, $"{Path.GetFileName(row.Facts.Path)}: {row.Facts.Fault}"))],
    };

    private static Finding? Of(string id, FindingSeverity severity, (Product Product, PictureFacts Facts)[] rows, string what, string remedy) => rows.Length == 0 ? null : new Finding
    {
        Id = id,
        Topic = FindingTopic.Pictures,
        Severity = severity,
        Sentence = $"{CountText.Rows(rows.Length, "has", "have")} a picture with {what}.",
        Remedy = remedy,
        Rows = [.. rows.Select(row => ExaminedCatalog.Row(row.Product, string.Create(CultureInfo.InvariantCulture, $"{row.Facts.Width} × {row.Facts.Height} pixels")))],
    };

    private static double Aspect(PictureFacts facts) => (double)Math.Max(facts.Width, facts.Height) / Math.Min(facts.Width, facts.Height);

    private static ExaminationFigure[] Figures(ExaminedCatalog catalog, int pictured, (Product Product, PictureFacts Facts)[] sound)
    {
        if (sound.Length == 0) return [];
        var sides = sound.Select(row => Math.Max(row.Facts.Width, row.Facts.Height)).Order().ToArray();
        var median = sides[sides.Length / 2];
        return
        [
            new("pictures", FindingTopic.Pictures, "Pictures", catalog.Pictures.Count, catalog.Pictures.Count.ToString("N0", CultureInfo.InvariantCulture), $"files, for {CountText.Of(pictured, "row")}"),
            new("picture_side_median", FindingTopic.Pictures, "Longer side, median", median, string.Create(CultureInfo.InvariantCulture, $"{median:N0} px"), string.Create(CultureInfo.InvariantCulture, $"from {sides[0]:N0} to {sides[^1]:N0}")),
        ];
    }
}
