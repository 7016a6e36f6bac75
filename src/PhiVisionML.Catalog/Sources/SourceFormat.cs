using PhiVisionML.Catalog.Sources.Rows;

namespace PhiVisionML.Catalog.Sources;

/// <summary>What a file is, by its extension, else by how it begins.</summary>
internal static class SourceFormat
{
    public static IRowSource Open(string path, ProductSourceOptions options) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".CSV" or ".TSV" or ".TXT" => Table(path, options),
        ".JSONL" or ".NDJSON" => new JsonLinesRowSource(path),
        ".XML" or ".RSS" => new FeedRowSource(path),
        ".PARQUET" => new ParquetRowSource(path),
        _ => OpenByContent(path, options),
    };

    private static IRowSource OpenByContent(string path, ProductSourceOptions options) => FirstCharacter(path) switch
    {
        '{' => new JsonLinesRowSource(path),
        'P' when IsParquet(path) => new ParquetRowSource(path),
        '<' => new FeedRowSource(path),
        '[' => throw new InvalidDataException($"'{path}' begins with '[' as a JSON array does; write one object a line (.jsonl) or a table (.csv)."),
        _ => Table(path, options),
    };

    private static CsvRowSource Table(string path, ProductSourceOptions options) => new(path, options.Delimiter);

    private static bool IsParquet(string path)
    {
        using var stream = File.OpenRead(path);
        var start = new byte[4];
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == 4 && start.AsSpan().SequenceEqual("PAR1"u8);
    }

    private static char? FirstCharacter(string path)
    {
        using var reader = new StreamReader(path);
        for (var next = reader.Read(); next >= 0; next = reader.Read())
            if (!char.IsWhiteSpace((char)next))
                return (char)next;
        return null;
    }
}
