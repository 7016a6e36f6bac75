using System.Collections.Concurrent;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Enrichment.Answers;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Policies;

namespace PhiVisionML.Hosting.Workers;

/// <summary>Decides about answers by the policies of their runs, which are read once.</summary>
/// <param name="store">Where runs are kept.</param>
internal sealed class RunPolicies(IEnrichmentJobStore store)
{
    private readonly ConcurrentDictionary<long, (AnswerTemplate Template, EnrichmentPolicy Policy)> _runs = new();

    public async Task<CompletedJob> DecideAsync(LeasedJob job, ProductAnswer answer, CancellationToken cancellation)
    {
        if (!_runs.TryGetValue(job.RunId, out var run))
        {
            var settings = (await store.GetRunAsync(job.RunId, cancellation).ConfigureAwait(false)).Settings;
            run = _runs.GetOrAdd(job.RunId, (AnswerTemplate.Parse(settings.Template), settings.Policy));
        }

        return new CompletedJob(job, answer, run.Policy.Decide(run.Template, job.Product, answer));
    }
}
