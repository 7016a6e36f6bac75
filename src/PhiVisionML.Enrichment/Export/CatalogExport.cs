using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Runs;

namespace PhiVisionML.Enrichment.Export;

/// <summary>Writes a catalog with the values that the ledger has for it. The source stays as it is.</summary>
/// <param name="store">How jobs stand.</param>
/// <param name="ledger">What was written.</param>
public sealed class CatalogExport(IEnrichmentJobStore store, IEnrichmentLedger ledger)
{
    /// <summary>Refuses to write over the catalog, which is read while the export is written.</summary>
    /// <param name="path">The source.</param>
    /// <param name="output">The file to write.</param>
    /// <exception cref="ArgumentException">They are the same.</exception>
    public static void RequireOther(string path, string output)
    {
        if (Path.GetFullPath(path) == Path.GetFullPath(output))
            throw new ArgumentException($"'{output}' is the catalog that is read; write the export to another file.", nameof(output));
    }

    /// <summary>Writes the catalog.</summary>
    /// <param name="catalog">The catalog's name in store and ledger.</param>
    /// <param name="template">The template whose fields were asked for.</param>
    /// <param name="path">The source, of a format that <see cref="ProductSource"/> reads: every row of it is in the export, but for <see cref="ExportFormat.Shopify"/>.</param>
    /// <param name="source">How to read it, as when it was queued.</param>
    /// <param name="output">The file to write; it appears as a whole or not at all.</param>
    /// <param name="format">Its format.</param>
    /// <param name="cancellation">Ends it; then nothing is written.</param>
    /// <exception cref="ArgumentException">The output is the source.</exception>
    /// <inheritdoc cref="ProductSource.Read" path="/exception"/>
    public async Task<ExportResult> WriteAsync(
        string catalog, AnswerTemplate template, string path, ProductSourceOptions source, string output, ExportFormat format, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(source);
        RequireOther(path, output);
        var written = await WrittenValues.ReadAsync(ledger, catalog, cancellation).ConfigureAwait(false);
        var outcomes = new Dictionary<string, JobOutcome>(StringComparer.Ordinal);
        await foreach (var outcome in store.GetOutcomesAsync(catalog, cancellation).ConfigureAwait(false))
            outcomes[outcome.Sku] = outcome;

        var (codes, faults) = Codes(path, source);
        var rows = CatalogRows.Open(path, source with { RequireImages = false });
        IExportLayout layout = format == ExportFormat.Shopify ? new ShopifyLayout(rows.Columns, template) : new SourceLayout(rows.Columns, template);
        var summary = new Summary(template);
        int count = 0;
        TableWriter.Write(output, format, layout.Columns, Cells());
        return summary.Result(output, count);

        IEnumerable<IReadOnlyList<string?>> Cells()
        {
            foreach (var row in rows.Read())
            {
                cancellation.ThrowIfCancellationRequested();
                var merged = Merge(row, codes.GetValueOrDefault(row.RowNumber), faults.GetValueOrDefault(row.RowNumber), template, written, outcomes);
                summary.Add(merged);
                if (!layout.Includes(merged))
                    continue;
                count++;
                yield return layout.Cells(merged);
            }
        }
    }

    // Which product a row gives, as when the catalog was queued.
    private static (Dictionary<int, string> Codes, Dictionary<int, string> Faults) Codes(string path, ProductSourceOptions source)
    {
        var (codes, faults) = (new Dictionary<int, string>(), new Dictionary<int, string>());
        foreach (var product in CatalogProducts.Read(path, source, row => faults[row.RowNumber] = row.Reason))
            codes[product.RowNumber] = product.ProductCode;
        return (codes, faults);
    }

    private static ExportedRow Merge(CatalogRow row, string? sku, string? fault, AnswerTemplate template, WrittenValues written, Dictionary<string, JobOutcome> outcomes)
    {
        var values = new Dictionary<string, WrittenValue>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in template.Fields)
        {
            if (sku is not null && written.Find(sku, field.Name, row.Fields.GetValueOrDefault(field.Name)) is { } value)
                values[field.Name] = value;
        }

        return new ExportedRow(row, sku, values, sku is null ? null : outcomes.GetValueOrDefault(sku), fault,
            template.Fields.All(field => !string.IsNullOrWhiteSpace(row.Fields.GetValueOrDefault(field.Name))));
    }

    private sealed class Summary(AnswerTemplate template)
    {
        private readonly int[] _before = new int[template.Fields.Count], _after = new int[template.Fields.Count];
        private int _products, _changed, _pending, _open, _failed;

        public void Add(ExportedRow row)
        {
            _changed += row.Written.Count > 0 ? 1 : 0;
            _pending += row.Outcome is { PendingFields: > 0 } ? 1 : 0;
            _open += row.Outcome is { State: JobState.Ready or JobState.Leased } ? 1 : 0;
            _failed += row.Fault is not null || row.Outcome is { State: JobState.Dead } ? 1 : 0;
            if (row.Sku is null)
                return;
            _products++;
            for (int i = 0; i < _before.Length; i++)
            {
                string name = template.Fields[i].Name;
                _before[i] += string.IsNullOrWhiteSpace(row.Row.Fields.GetValueOrDefault(name)) ? 0 : 1;
                _after[i] += string.IsNullOrWhiteSpace(row.Value(name)) ? 0 : 1;
            }
        }

        public ExportResult Result(string file, int rows) => new(file, rows, _changed, _pending, _open, _failed, Coverage(_before), Coverage(_after));

        private FieldCoverage[] Coverage(int[] filled) => [.. template.Fields.Select((field, i) => new FieldCoverage(field.Name, filled[i], _products))];
    }
}
