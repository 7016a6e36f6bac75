using System.Globalization;

namespace PhiVisionML.Catalog.Sources;

/// <summary>The columns of a table and the parts they play.</summary>
internal sealed class CsvHeader
{
    private static readonly string[] ImageColumns = ["local_image_path", "image", "image_path", "imageurl"];
    private static readonly string[] CodeColumns = ["product_code", "id", "sku"];

    public CsvHeader(string path, string[] cells, CsvSourceOptions options)
    {
        Columns = [.. cells.Select((cell, index) => cell.Trim() is { Length: > 0 } name ? name : "column" + (index + 1).ToString(CultureInfo.InvariantCulture))];
        if (Columns.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidDataException($"'{path}' has the column '{twice.Key}' {twice.Count()} times; column names differ in more than letter case.");
        RequireColumns(path, options);
        ImageColumn = options.ImageColumn ?? FirstPresent(ImageColumns);
        CodeColumn = options.ProductCodeColumn ?? FirstPresent(CodeColumns);
        if (options.RequireImages && ImageColumn is null)
            throw new InvalidDataException($"'{path}' has no column of picture files ({string.Join(", ", ImageColumns)}); {Present()}. Name the column.");
    }

    public IReadOnlyList<string> Columns { get; }

    public string? ImageColumn { get; }

    public string? CodeColumn { get; }

    private void RequireColumns(string path, CsvSourceOptions options)
    {
        var missing = options.RequiredColumns
            .Append(options.ImageColumn)
            .Append(options.ProductCodeColumn)
            .Where(name => name is not null && !Columns.Contains(name, StringComparer.OrdinalIgnoreCase))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToArray();
        if (missing.Length > 0)
            throw new InvalidDataException($"'{path}' lacks the column{(missing.Length > 1 ? "s" : "")} {string.Join(", ", missing)}; {Present()}.");
    }

    private string? FirstPresent(string[] names) => names.FirstOrDefault(name => Columns.Contains(name, StringComparer.OrdinalIgnoreCase));

    private string Present() => $"its columns are {string.Join(", ", Columns)}";
}
