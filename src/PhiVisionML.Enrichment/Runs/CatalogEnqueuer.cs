using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;

namespace PhiVisionML.Enrichment.Runs;

/// <summary>Queues the products of a file. What is there already is passed over, so that it may be done again after a crash or when the file has changed.</summary>
/// <param name="store">Where jobs go.</param>
/// <param name="ledger">What earlier runs wrote.</param>
public sealed class CatalogEnqueuer(IEnrichmentJobStore store, IEnrichmentLedger ledger)
{
    private const int BatchSize = 1000;

    /// <summary>Queues the products.</summary>
    /// <param name="run">The run that they belong to.</param>
    /// <param name="path">The file, of a format that <see cref="ProductSource"/> reads.</param>
    /// <param name="source">How to read it.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="progress">Told the number of products that were read.</param>
    /// <param name="cancellation">Ends it; what is queued stays queued.</param>
    /// <inheritdoc cref="ProductSource.Read" path="/exception"/>
    public async Task<EnqueueResult> EnqueueAsync(
        EnrichmentRun run, string path, ProductSourceOptions source, CatalogQuestion question, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(question);
        var written = await WrittenValues.ReadAsync(ledger, run.Settings.Catalog, cancellation).ConfigureAwait(false);
        var rejected = new List<RejectedRow>();
        var count = new Count(question.Template.Fields.Count);
        foreach (var batch in CatalogProducts.Read(path, source, rejected.Add).Chunk(BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            var products = batch.Select(product => question.ProductOf(product, column => Now(product, column, written))).ToArray();
            count.Add(question, products);
            var wanting = batch.Zip(products).Where(pair => run.Settings.Policy.Wants(question.Template, pair.Second.Fields)).ToArray();
            EnrichmentJob[] jobs = [.. wanting.AsParallel().AsOrdered().WithCancellation(cancellation).Select(pair => question.JobOf(pair.Second, pair.First.Fields))];
            int queued = await store.EnqueueAsync(run.Id, jobs, cancellation).ConfigureAwait(false);
            count.Products += batch.Length;
            count.Complete += batch.Length - jobs.Length;
            count.Queued += queued;
            count.Unchanged += jobs.Length - queued;
            progress?.Report(count.Products);
        }

        return new EnqueueResult(run.Id, count.Products, count.Queued, count.Unchanged, count.Complete, rejected, count.Coverage(question));
    }

    private static string? Now(Product product, string column, WrittenValues written)
    {
        string? cell = product.Fields.GetValueOrDefault(column);
        return written.Find(product.ProductCode, column, cell)?.Value ?? cell;
    }

    private sealed class Count(int fields)
    {
        private readonly int[] _filled = new int[fields];

        public int Products { get; set; }

        public int Queued { get; set; }

        public int Unchanged { get; set; }

        public int Complete { get; set; }

        public void Add(CatalogQuestion question, IReadOnlyList<EnrichmentProduct> products)
        {
            for (int i = 0; i < _filled.Length; i++)
                _filled[i] += products.Count(product => !string.IsNullOrWhiteSpace(product.Fields.GetValueOrDefault(question.Template.Fields[i].Name)));
        }

        public IReadOnlyList<FieldCoverage> Coverage(CatalogQuestion question) => [.. question.Template.Fields.Select((field, i) => new FieldCoverage(field.Name, _filled[i], Products))];
    }
}
