using Microsoft.AspNetCore.Http;
using PhiVisionML.AspNetCore.Errors;
using PhiVisionML.AspNetCore.Requests;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Runs;

namespace PhiVisionML.Review.Queue;

/// <summary>Queues products. What is wrong with one is told, and the others are queued; a request that is no such list, or has none that can be queued, is refused as a whole.</summary>
/// <param name="store">The queue.</param>
/// <param name="options">Limits, and what is asked.</param>
/// <param name="time">The clock.</param>
internal sealed class EnqueueEndpoint(IEnrichmentJobStore store, EnrichmentQueueOptions options, TimeProvider time)
{
    private const int RequestsAtOnce = 4;

    // Each request decodes one picture at a time.
    private static readonly SemaphoreSlim Turns = new(RequestsAtOnce);

    private readonly PictureIntake _pictures = new(options, time);

    public async Task AnswerAsync(HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var run = await RunEndpoints.FindAsync(store, context).ConfigureAwait(false);
        var products = await ReadAsync(context).ConfigureAwait(false);
        var question = await options.Question!(cancellation).ConfigureAwait(false);
        var (jobs, errors) = await JobsAsync(products, question, cancellation).ConfigureAwait(false);
        if (jobs.Count == 0)
        {
            string detail = errors is [var only] ? only.Error : $"None of the {errors.Count} products can be queued. The first: {errors[0].Error}";
            await (Problem.Of(new ApiException(StatusCodes.Status400BadRequest, detail)) with { Errors = errors }).WriteAsync(context).ConfigureAwait(false);
            return;
        }

        int queued = await store.EnqueueAsync(run.Id, jobs, cancellation).ConfigureAwait(false);
        await context.Response.WriteAsJsonAsync(new EnqueueAnswer(queued, jobs.Count - queued, errors.Count, errors), QueueJson.Own.EnqueueAnswer, cancellationToken: cancellation).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<SentProduct>> ReadAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context.Request, options.MaxBodyBytes, context.RequestAborted).ConfigureAwait(false);
        var products = SentProduct.ReadAll(new RequestValue(body.RootElement, ""), options.MaxProducts);
        return products.Count > 0 ? products : throw ApiException.Invalid("products", "'products' is empty; send one at least.");
    }

    private async Task<(List<EnrichmentJob> Jobs, List<ProductError> Errors)> JobsAsync(IReadOnlyList<SentProduct> products, CatalogQuestion question, CancellationToken cancellation)
    {
        var jobs = new List<EnrichmentJob>();
        var errors = new List<ProductError>();
        await Turns.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            for (int i = 0; i < products.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                try
                {
                    jobs.Add(Job(products[i], question));
                }
                catch (RefusedProductException e)
                {
                    errors.Add(new ProductError(i, products[i].Sku, e.Message));
                }
            }
        }
        finally
        {
            Turns.Release();
        }

        return (jobs, errors);
    }

    private EnrichmentJob Job(SentProduct sent, CatalogQuestion question)
    {
        sent.Check(options.MaxCellLength);
        var pictures = sent.Pictures.Select(_pictures.Take).ToList();
        return question.JobOf(new EnrichmentProduct
        {
            Sku = sent.Sku,
            RowNumber = sent.RowNumber,
            Fields = sent.CellsWith(question.Columns),
            Pictures = [.. pictures.Select(picture => picture.Path)],
            PictureHash = pictures[0].Sha256!,
        }) with
        { Priority = sent.Priority };
    }
}
