using System.Text.Encodings.Web;
using System.Text.Json;
using Parquet;
using Parquet.Schema;
using PhiVisionML.Catalog.Files;
using PhiVisionML.Catalog.Sources;

namespace PhiVisionML.Enrichment.Export;

/// <summary>Writes tables of texts; a file appears as a whole or not at all.</summary>
internal static class TableWriter
{
    private const int RowGroup = 10_000;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };   // of no page: a file of its own

    public static void Write(string path, ExportFormat format, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string?>> rows)
    {
        switch (format)
        {
            case ExportFormat.JsonLines:
                AtomicFile.Write(path, stream => WriteJsonLines(stream, columns, rows));
                break;
            case ExportFormat.Parquet:
                AtomicFile.Write(path, stream => WriteParquetAsync(stream, columns, rows).GetAwaiter().GetResult());
                break;
            case ExportFormat.Shopify:
                CsvProductSink.Write(path, columns, rows);   // guarded by its layout, which knows what names products
                break;
            default:
                CsvProductSink.Write(path, [.. columns.Select(column => FormulaCell.Guard(column)!)], rows.Select(row => (IReadOnlyList<string?>)[.. row.Select(FormulaCell.Guard)]));
                break;
        }
    }

    private static void WriteJsonLines(Stream stream, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string?>> rows)
    {
        var names = columns.Select(column => JsonEncodedText.Encode(column, Json.Encoder)).ToArray();
        using var json = new Utf8JsonWriter(stream, Json);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            for (int i = 0; i < names.Length; i++)
                json.WriteString(names[i], row[i]);
            json.WriteEndObject();
            json.Flush();
            stream.Write("\n"u8);
            json.Reset();
        }
    }

    private static async Task WriteParquetAsync(Stream stream, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string?>> rows)
    {
        DataField<string>[] fields = [.. columns.Select(column => new DataField<string>(column))];
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            foreach (var chunk in rows.Chunk(RowGroup))
            {
                using var group = writer.CreateRowGroup();
                for (int i = 0; i < fields.Length; i++)
                    await group.WriteAsync(fields[i], chunk.Select(row => row[i]!).ToArray()).ConfigureAwait(false);
            }
        }
    }
}
