using PhiVisionML.Catalog;
using PhiVisionML.Cli.Enriching;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Enrichment.Runs;
using PhiVisionML.Enrichment.Stores;
using PhiVisionML.SemanticKernel.Catalogs;

namespace PhiVisionML.Cli.Skill;

/// <summary>Queues products that an agent names for the workers of a database. Every value that comes of it waits for a reviewer.</summary>
/// <param name="database">The database.</param>
/// <param name="question">What the adapter in force is asked.</param>
/// <param name="catalog">The catalog's name.</param>
/// <param name="products">The catalog.</param>
/// <param name="pictureFolder">The folder of its pictures.</param>
internal sealed class StoreQueue(EnrichmentDatabase database, PromotedQuestion question, string catalog, IReadOnlyList<Product> products, string? pictureFolder) : IEnrichmentQueue
{
    private readonly Dictionary<string, Product> _products = products.DistinctBy(product => product.ProductCode).ToDictionary(product => product.ProductCode, StringComparer.Ordinal);

    public async Task<string> EnqueueAsync(string sku, CancellationToken cancellation)
    {
        var (product, asked) = (_products[sku], await question.GetAsync(cancellation).ConfigureAwait(false));
        var settings = new EnrichmentRunSettings
        {
            Catalog = catalog,
            Source = "an agent",
            PictureFolder = pictureFolder,
            Template = asked.Template.Source,
            Policy = new EnrichmentPolicy { Default = new FieldPolicy { Mode = FieldMode.Suggest } },
        };
        var run = await database.Jobs.FindOrStartRunAsync(settings, cancellation).ConfigureAwait(false);
        int queued = await database.Jobs.EnqueueAsync(run.Id, [asked.JobOf(asked.ProductOf(product))], cancellation).ConfigureAwait(false);
        return FormattableString.Invariant($"run {run.Id}, {sku}{(queued == 0 ? " (it was queued before)" : "")}");
    }
}
