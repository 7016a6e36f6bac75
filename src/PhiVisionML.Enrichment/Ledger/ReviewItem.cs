using PhiVisionML.Enrichment.Answers;
using PhiVisionML.Enrichment.Jobs;

namespace PhiVisionML.Enrichment.Ledger;

/// <summary>A product with what a model proposes for it.</summary>
/// <param name="JobId">The job that answered.</param>
/// <param name="RunId">Its run.</param>
/// <param name="Catalog">The catalog.</param>
/// <param name="Product">The product as the job saw it.</param>
/// <param name="Answer">The answer with its evidence.</param>
/// <param name="Proposals">All proposals of the job, in the template's order.</param>
public sealed record ReviewItem(long JobId, long RunId, string Catalog, EnrichmentProduct Product, ProductAnswer Answer, IReadOnlyList<Proposal> Proposals);
