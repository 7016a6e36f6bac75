using PhiVisionML.Enrichment.Answers;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;

namespace PhiVisionML.Review.Tests.Fakes;

/// <summary>A job of <see cref="FakeEnrichment"/>.</summary>
internal sealed class FakeJob(long id, long runId, string catalog, EnrichmentJob job)
{
    public long Id => id;

    public long RunId => runId;

    public string Catalog => catalog;

    public EnrichmentJob Job => job;

    public JobState State { get; set; }

    public ProductAnswer? Answer { get; set; }

    public List<Proposal> Proposals { get; } = [];

    public ReviewItem? Item => Answer is null ? null : new ReviewItem(Id, RunId, Catalog, Job.Product, Answer, [.. Proposals]);
}
