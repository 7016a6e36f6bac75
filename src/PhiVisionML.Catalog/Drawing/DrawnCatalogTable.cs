using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace PhiVisionML.Catalog.Drawing;

/// <summary>Writes the table of a drawn catalog, with the columns that its options ask for.</summary>
internal static class DrawnCatalogTable
{
    public static void Write(Stream stream, DrawnCatalogOptions options, IEnumerable<DrawnCatalogRow> rows)
    {
        (string Name, Func<DrawnCatalogRow, string?> Cell)[] columns = [.. Columns(options)];
        using var writer = new StreamWriter(stream, leaveOpen: true);
        using var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" });
        foreach (var column in columns)
            csv.WriteField(column.Name);
        csv.NextRecord();
        foreach (DrawnCatalogRow row in rows)
        {
            foreach (var column in columns)
                csv.WriteField(column.Cell(row));
            csv.NextRecord();
        }
    }

    private static IEnumerable<(string Name, Func<DrawnCatalogRow, string?> Cell)> Columns(DrawnCatalogOptions options)
    {
        yield return ("product_code", row => row.ProductCode);
        yield return ("title", row => row.Title);
        yield return ("category3_code", row => row.Category3Code);
        yield return ("full_price", row => Price(row.FullPrice));
        yield return ("currency_code", row => row.CurrencyCode);
        yield return ("split", row => row.Split);
        yield return ("local_image_path", row => row.LocalImagePath);
        if (options.Variants > 1)
            yield return ("family", row => row.Family);
        if (options.Languages.Any(language => language != TitleLanguage.English))
            yield return ("language", row => TitleLanguages.Code(row.Language));
        if (options.HasFieldFaults)
        {
            yield return ("true_title", row => row.TrueTitle);
            yield return ("true_category3_code", row => row.TrueCategory3Code);
            yield return ("true_full_price", row => Price(row.TrueFullPrice));
        }

        if (options.HasPictureFaults)
            yield return ("picture_state", row => row.PictureState.ToString().ToLowerInvariant());
        if (options.DuplicateShare > 0)
            yield return ("duplicate_of", row => row.DuplicateOf);
    }

    private static string? Price(decimal? price) => price?.ToString("0.00", CultureInfo.InvariantCulture);
}
