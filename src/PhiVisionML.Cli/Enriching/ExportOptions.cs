using System.CommandLine;
using PhiVisionML.Enrichment.Export;

namespace PhiVisionML.Cli.Enriching;

/// <summary>The options that say where a filled-in catalog goes.</summary>
internal sealed class ExportOptions
{
    private readonly Option<FileInfo> _output = new("--out") { Description = "File to write: the catalog with the values that were accepted, and what happened to each row.", Required = true };
    private readonly Option<string?> _format = new("--format") { Description = "csv, jsonl, parquet, or shopify (what Shopify imports, changed products alone). Default: by the file's extension." };

    public ExportOptions() => _format.AcceptOnlyFromAmong("csv", "jsonl", "parquet", "shopify");

    public IEnumerable<Option> All => [_output, _format];

    /// <summary>The file and its format.</summary>
    /// <exception cref="ArgumentException">Neither option nor extension says the format.</exception>
    public (string Path, ExportFormat Format) Read(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(_output).FullName;
        string extension = Path.GetExtension(path).TrimStart('.').ToLowerInvariant();
        return (path, (parsed.GetValue(_format) ?? extension) switch
        {
            "csv" => ExportFormat.Csv,
            "jsonl" or "ndjson" => ExportFormat.JsonLines,
            "parquet" => ExportFormat.Parquet,
            "shopify" => ExportFormat.Shopify,
            _ => throw new ArgumentException($"'{Path.GetFileName(path)}' ends with none of .csv, .jsonl and .parquet; name the file so, or say what to write with {_format.Name}."),
        });
    }

    /// <summary>Says what was written.</summary>
    public static string Describe(ExportResult result)
        => $"Wrote {result.File}: {RunSummary.Number(result.Rows)} rows, {RunSummary.Number(result.Changed)} with new values, {RunSummary.Number(result.Pending)} to review, {RunSummary.Number(result.Open)} not answered yet, {RunSummary.Number(result.Failed)} with an error.";
}
