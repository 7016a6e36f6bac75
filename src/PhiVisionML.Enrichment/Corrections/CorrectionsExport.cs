using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;

namespace PhiVisionML.Enrichment.Corrections;

/// <summary>Writes what reviewers decided as a table that the next adapter can be trained on.</summary>
/// <param name="store">Runs and their templates.</param>
/// <param name="ledger">What was decided.</param>
public sealed class CorrectionsExport(IEnrichmentJobStore store, IEnrichmentLedger ledger)
{
    private const int PageSize = 500;

    /// <summary>Writes the table: product code, picture, the template's fields. Of several answers about a product the newest counts.</summary>
    /// <param name="catalog">The catalog's name.</param>
    /// <param name="pictureFolder">The folder that pictures are written relative to; <c>null</c> for that of the newest run.</param>
    /// <param name="output">The file to write, as CSV.</param>
    /// <param name="cancellation">Ends it; then nothing is written.</param>
    /// <exception cref="InvalidDataException">The catalog has no run, or nobody reviewed anything of it.</exception>
    public async Task<CorrectionsResult> WriteAsync(string catalog, string? pictureFolder, string output, CancellationToken cancellation = default)
    {
        var run = (await store.GetRunsAsync(cancellation).ConfigureAwait(false)).FirstOrDefault(run => run.Settings.Catalog == catalog)
            ?? throw new InvalidDataException($"There is no run of the catalog '{catalog}'.");
        var template = AnswerTemplate.Parse(run.Settings.Template);
        string folder = Path.GetFullPath(pictureFolder ?? run.Settings.PictureFolder ?? throw new InvalidDataException("The run knows no folder of pictures; name it."));
        string[] columns = ["product_code", CatalogRows.LocalImageColumn, .. template.Fields.Select(field => field.Name)];
        var newest = new Dictionary<string, ReviewItem>(StringComparer.Ordinal);
        await foreach (var item in ReviewedAsync(catalog, cancellation).ConfigureAwait(false))
            newest[item.Product.Sku] = item;
        var products = new List<string?[]>();
        int changed = 0, incomplete = 0, withoutPicture = 0;
        foreach (var item in newest.Values)
        {
            string?[] values = [.. template.Fields.Select(field => Value(field, item))];
            if (values.Contains(null))
            {
                incomplete++;
            }
            else if (Picture(item, folder) is not { } picture)
            {
                withoutPicture++;
            }
            else
            {
                products.Add([item.Product.Sku, picture, .. values]);
                changed += item.Proposals.Count(IsChanged);
            }
        }

        if (products.Count + incomplete + withoutPicture == 0)
            throw new InvalidDataException($"Nobody has reviewed anything of the catalog '{catalog}' yet; 'phivision worker --review-only' shows what there is to review.");
        if (products.Count == 0)
            throw new InvalidDataException($"Nothing of the catalog '{catalog}' can be learned: {incomplete} reviewed products lack a value, {withoutPicture} have no picture below '{folder}'.");
        CsvProductSink.Write(output, columns, products);
        return new CorrectionsResult(output, products.Count, changed, incomplete, withoutPicture, folder);
    }

    private async IAsyncEnumerable<ReviewItem> ReviewedAsync(string catalog, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        long after = 0;
        while (true)
        {
            var page = await ledger.GetReviewAsync(new ReviewFilter { Catalog = catalog, State = null }, after, PageSize, cancellation).ConfigureAwait(false);
            foreach (var item in page.Where(item => item.Proposals.Any(proposal => proposal.DecidedBy is not null)))
                yield return item;
            if (page.Count == 0)
                yield break;
            after = page[^1].JobId;
        }
    }

    // What holds now: what was written, else what the catalog had. A dropped or pending proposal says nothing.
    private static string? Value(AnswerField field, ReviewItem item)
    {
        var proposal = item.Proposals.FirstOrDefault(proposal => proposal.Field == field.Name);
        string? value = proposal is { State: ProposalState.Accepted } ? proposal.Value : item.Product.Fields.GetValueOrDefault(field.Name);
        return string.IsNullOrWhiteSpace(value) ? null : value;
    }

    private static bool IsChanged(Proposal proposal) => proposal is { DecidedBy: not null, State: ProposalState.Accepted } && proposal.Value != proposal.Proposed;

    private static string? Picture(ReviewItem item, string folder)
    {
        if (item.Product.Pictures is not [var picture, ..] || !File.Exists(picture))
            return null;
        string relative = Path.GetRelativePath(folder, picture);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? null : relative;
    }
}
