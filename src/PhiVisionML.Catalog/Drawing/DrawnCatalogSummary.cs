namespace PhiVisionML.Catalog.Drawing;

/// <summary>How many rows of each sort a drawn catalog has.</summary>
/// <param name="Rows">Rows in all.</param>
/// <param name="Broken">Rows whose picture does not decode.</param>
/// <param name="Duplicates">Rows whose picture is another row's.</param>
/// <param name="Missing">Rows with an empty field.</param>
/// <param name="Wrong">Rows with another product's value in a field.</param>
public sealed record DrawnCatalogSummary(int Rows, int Broken, int Duplicates, int Missing, int Wrong)
{
    /// <summary>The summary with one more row.</summary>
    internal DrawnCatalogSummary With(DrawnCatalogRow row) => new(
        Rows + 1,
        Broken + (row.HasBrokenPicture ? 1 : 0),
        Duplicates + (row.DuplicateOf is null ? 0 : 1),
        Missing + (row.HasMissingField ? 1 : 0),
        Wrong + (row.HasWrongField ? 1 : 0));
}
