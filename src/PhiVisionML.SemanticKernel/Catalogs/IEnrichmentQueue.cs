namespace PhiVisionML.SemanticKernel.Catalogs;

/// <summary>Where products wait for their missing fields to be filled in by somebody else: a worker's job table, say.</summary>
public interface IEnrichmentQueue
{
    /// <summary>Puts a product in the queue.</summary>
    /// <param name="sku">A product of the catalog.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What the job is called.</returns>
    Task<string> EnqueueAsync(string sku, CancellationToken cancellation);
}
