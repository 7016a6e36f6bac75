using Microsoft.AspNetCore.Http;
using PhiVisionML.AspNetCore.Errors;
using PhiVisionML.AspNetCore.Requests;
using PhiVisionML.Enrichment.Jobs;

namespace PhiVisionML.Review.Queue;

/// <summary>Queues products. What is wrong with one is told, and the others are queued; a request that is no such list is refused as a whole.</summary>
/// <param name="store">The queue.</param>
/// <param name="options">Limits, and how jobs are made.</param>
internal sealed class EnqueueEndpoint(IEnrichmentJobStore store, EnrichmentQueueOptions options)
{
    private readonly PictureIntake _pictures = new(options);

    public async Task AnswerAsync(HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var run = await RunEndpoints.FindAsync(store, context).ConfigureAwait(false);
        var products = await ReadAsync(context).ConfigureAwait(false);
        var jobs = new List<EnrichmentJob>();
        var errors = new List<ProductError>();
        for (int i = 0; i < products.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                jobs.Add(Job(products[i]));
            }
            catch (RefusedProductException e)
            {
                errors.Add(new ProductError(i, products[i].Sku, e.Message));
            }
        }

        int queued = jobs.Count == 0 ? 0 : await store.EnqueueAsync(run.Id, jobs, cancellation).ConfigureAwait(false);
        await context.Response.WriteAsJsonAsync(new EnqueueAnswer(queued, jobs.Count - queued, errors.Count, errors), QueueJson.Own.EnqueueAnswer, cancellationToken: cancellation).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<SentProduct>> ReadAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context.Request, options.MaxBodyBytes, context.RequestAborted).ConfigureAwait(false);
        var products = SentProduct.ReadAll(new RequestValue(body.RootElement, ""), options.MaxProducts);
        return products.Count > 0 ? products : throw ApiException.Invalid("products", "'products' is empty; send one at least.");
    }

    private EnrichmentJob Job(SentProduct sent)
    {
        sent.Check(options.MaxCellLength);
        var pictures = sent.Pictures.Select(_pictures.Take).ToList();
        var product = new EnrichmentProduct
        {
            Sku = sent.Sku,
            RowNumber = sent.RowNumber,
            Fields = sent.Fields,
            Pictures = [.. pictures.Select(picture => picture.Path)],
            PictureHash = pictures[0].Sha256!,
        };
        try
        {
            return options.CreateJob!(product) with { Priority = sent.Priority };
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new RefusedProductException(e.Message);
        }
    }
}
