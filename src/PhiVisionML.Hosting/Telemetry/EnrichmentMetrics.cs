using System.Diagnostics;
using System.Diagnostics.Metrics;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Hosting.Workers;

namespace PhiVisionML.Hosting.Telemetry;

/// <summary>What a worker tells OpenTelemetry and others who listen: the meter and the activity source are called <see cref="Name"/>.</summary>
public sealed class EnrichmentMetrics : IDisposable
{
    /// <summary>The name of meter and activity source.</summary>
    public const string Name = "PhiVisionML.Enrichment";

    private readonly ActivitySource _activities = new(Name);
    private readonly Counter<long> _jobs, _proposals, _tokens;
    private readonly Histogram<double> _batches;
    private JobCounts? _queue;

    /// <param name="meters">Makes the meter.</param>
    public EnrichmentMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(Name);
        _jobs = meter.CreateCounter<long>("phivision.enrichment.jobs", "{job}", "Jobs that ended here, by outcome: done, failed, lost or released.");
        _proposals = meter.CreateCounter<long>("phivision.enrichment.proposals", "{proposal}", "Proposed values, by field and state.");
        _tokens = meter.CreateCounter<long>("phivision.enrichment.tokens", "{token}", "Tokens of answers, by type: input or output.");
        _batches = meter.CreateHistogram<double>("phivision.enrichment.batch.duration", "s", "From the first question about a batch to its last stored result.");
        meter.CreateObservableGauge("phivision.enrichment.queue", Queue, "{job}", "Jobs in the store, by state; all workers' together.");
    }

    /// <summary>Ends the traces.</summary>
    public void Dispose() => _activities.Dispose();

    internal Activity? StartBatch(string worker, IReadOnlyList<LeasedJob> jobs)
        => _activities.StartActivity("enrich batch")?.SetTag("phivision.worker", worker).SetTag("phivision.batch.size", jobs.Count).SetTag("phivision.batch.suspect", jobs.Any(job => job.IsSuspect));

    internal void Ended(Batch batch)
    {
        foreach (var end in Enum.GetValues<JobEnd>())
        {
            if (batch.Count(end) is > 0 and var jobs)
                _jobs.Add(jobs, new KeyValuePair<string, object?>("outcome", Lower(end)));
        }
    }

    internal void BatchEnded(Activity? activity, Batch batch, TimeSpan took)
    {
        _batches.Record(took.TotalSeconds);
        foreach (var end in Enum.GetValues<JobEnd>())
            activity?.SetTag("phivision.batch." + Lower(end), batch.Count(end));
    }

    internal void Stored(CompletedJob job)
    {
        foreach (var proposal in job.Proposals)
            _proposals.Add(1, new("field", proposal.Field), new("state", Lower(proposal.State)));
        _tokens.Add(job.Answer.PromptTokens, new KeyValuePair<string, object?>("type", "input"));
        _tokens.Add(job.Answer.OutputTokens, new KeyValuePair<string, object?>("type", "output"));
    }

    internal void Counted(JobCounts queue) => Volatile.Write(ref _queue, queue);

    private static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private IEnumerable<Measurement<long>> Queue()
    {
        if (Volatile.Read(ref _queue) is not { } queue)
            yield break;
        yield return new(queue.Ready, new KeyValuePair<string, object?>("state", "ready"));
        yield return new(queue.Leased, new KeyValuePair<string, object?>("state", "leased"));
        yield return new(queue.Done, new KeyValuePair<string, object?>("state", "done"));
        yield return new(queue.Dead, new KeyValuePair<string, object?>("state", "dead"));
    }
}
