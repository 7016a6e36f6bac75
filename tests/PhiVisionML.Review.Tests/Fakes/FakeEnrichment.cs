using System.Runtime.CompilerServices;
using PhiVisionML.Enrichment.Answers;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Enrichment.Runs;

namespace PhiVisionML.Review.Tests.Fakes;

/// <summary>Job store and ledger in memory, as far as the pages and the queue need them, by the rules of the contracts.</summary>
internal sealed class FakeEnrichment : IEnrichmentJobStore, IEnrichmentLedger
{
    private readonly Lock _gate = new();
    private readonly List<EnrichmentRun> _runs = [];
    private readonly List<FakeJob> _jobs = [];
    private readonly Dictionary<(string Catalog, string Sku, string Field), string?> _written = [];
    private long _proposals;

    /// <summary>What was decided, in words.</summary>
    public List<string> Ledger { get; } = [];

    /// <summary>How often proposals were counted.</summary>
    public int Counts { get; private set; }

    /// <summary>Thrown where runs or lists are read.</summary>
    public Exception? Failure { get; set; }

    public IReadOnlyList<FakeJob> Jobs => _jobs;

    /// <summary>Queues a product and answers it.</summary>
    public FakeJob Answer(long runId, EnrichmentProduct product, ProductAnswer answer, params FieldProposal[] proposals)
    {
        var job = new FakeJob(_jobs.Count + 1, runId, Run(runId).Settings.Catalog, new EnrichmentJob(product, $"content {_jobs.Count}", "")) { State = JobState.Done, Answer = answer };
        job.Proposals.AddRange(proposals.Select(p => new Proposal(++_proposals, p.Field, p.Current, p.Proposed, p.Confidence, p.State, p.State == ProposalState.Accepted ? p.Proposed : null, p.State == ProposalState.Pending ? null : "policy")));
        _jobs.Add(job);
        return job;
    }

    /// <summary>A proposal as it stands.</summary>
    public Proposal Proposal(long id) => _jobs.SelectMany(job => job.Proposals).Single(proposal => proposal.Id == id);

    public string? Written(string catalog, string sku, string field) => _written.GetValueOrDefault((catalog, sku, field));

    public Task InitializeAsync(CancellationToken cancellation = default) => Task.CompletedTask;

    public Task<EnrichmentRun> StartRunAsync(EnrichmentRunSettings settings, CancellationToken cancellation = default)
    {
        var run = new EnrichmentRun(_runs.Count + 1, new DateTimeOffset(2026, 11, 20 + _runs.Count, 9, 0, 0, TimeSpan.Zero), settings);
        _runs.Add(run);
        return Task.FromResult(run);
    }

    public Task<EnrichmentRun> GetRunAsync(long runId, CancellationToken cancellation = default) => Task.FromResult(Run(runId));

    public Task<IReadOnlyList<EnrichmentRun>> GetRunsAsync(CancellationToken cancellation = default)
        => Failure is { } failure ? throw failure : Task.FromResult<IReadOnlyList<EnrichmentRun>>([.. _runs.AsEnumerable().Reverse()]);

    public Task<int> EnqueueAsync(long runId, IReadOnlyCollection<EnrichmentJob> jobs, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            string catalog = Run(runId).Settings.Catalog;
            int before = _jobs.Count;
            foreach (var job in jobs)
                if (!_jobs.Any(known => known.Catalog == catalog && known.Job.Product.Sku == job.Product.Sku && known.Job.Content == job.Content && known.Job.Adapter == job.Adapter))
                    _jobs.Add(new FakeJob(_jobs.Count + 1, runId, catalog, job));
            return Task.FromResult(_jobs.Count - before);
        }
    }

    public Task<JobCounts> CountAsync(long? runId, CancellationToken cancellation = default)
    {
        int Of(JobState state) => _jobs.Count(job => job.State == state && (runId is null || job.RunId == runId));
        return Task.FromResult(new JobCounts(Of(JobState.Ready), Of(JobState.Leased), Of(JobState.Done), Of(JobState.Dead)));
    }

    public async IAsyncEnumerable<JobOutcome> GetOutcomesAsync(string catalog, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Task.Yield();
        foreach (var group in _jobs.Where(job => job.Catalog == catalog).GroupBy(job => job.Job.Product.Sku).OrderBy(group => group.Key, StringComparer.Ordinal))
            yield return new JobOutcome(group.Key, group.Last().State, null, group.Last().Proposals.Count(proposal => proposal.State == ProposalState.Pending));
    }

    public async Task<JobOutcome?> FindOutcomeAsync(string catalog, string sku, CancellationToken cancellation = default)
        => await GetOutcomesAsync(catalog, cancellation).FirstOrDefaultAsync(outcome => outcome.Sku == sku, cancellation);

    public Task<IReadOnlyList<ReviewItem>> GetReviewAsync(ReviewFilter filter, long afterJobId, int count, CancellationToken cancellation = default)
    {
        lock (_gate)
            return Failure is { } failure ? throw failure : Task.FromResult<IReadOnlyList<ReviewItem>>([.. _jobs.Where(job => job.Id > afterJobId && job.Answer is not null && Fits(job, filter)).Take(count).Select(job => job.Item!)]);
    }

    public Task<ReviewItem?> GetReviewItemAsync(long jobId, CancellationToken cancellation = default)
    {
        lock (_gate)
            return Task.FromResult(_jobs.FirstOrDefault(job => job.Id == jobId)?.Item);
    }

    public Task<IReadOnlyList<ReviewCounts>> CountReviewAsync(long? runId, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            Counts++;
            var fields = _jobs.Where(job => runId is null || job.RunId == runId).SelectMany(job => job.Proposals).GroupBy(proposal => proposal.Field).OrderBy(group => group.Key, StringComparer.Ordinal);
            return Task.FromResult<IReadOnlyList<ReviewCounts>>([.. fields.Select(group => new ReviewCounts(group.Key, Of(group, ProposalState.Pending), Of(group, ProposalState.Accepted), Of(group, ProposalState.Rejected), Of(group, ProposalState.Reverted)))]);
        }

        static int Of(IEnumerable<Proposal> group, ProposalState state) => group.Count(proposal => proposal.State == state);
    }

    public Task<IReadOnlySet<long>> DecideAsync(IReadOnlyCollection<ProposalDecision> decisions, string actor, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            var decided = new HashSet<long>();
            foreach (var decision in decisions)
            {
                var (job, at) = Find(decision.ProposalId);
                if (at < 0 || job!.Proposals[at].State != ProposalState.Pending)
                    continue;
                var proposal = job.Proposals[at];
                string? value = decision.Accept ? decision.Value ?? proposal.Proposed : null;
                job.Proposals[at] = proposal with { State = decision.Accept ? ProposalState.Accepted : ProposalState.Rejected, Value = value, DecidedBy = actor };
                if (decision.Accept)
                    _written[(job.Catalog, job.Job.Product.Sku, proposal.Field)] = value;
                Ledger.Add($"{actor} {(decision.Accept ? "accepts" : "rejects")} {job.Job.Product.Sku} {proposal.Field} {value}".TrimEnd());
                decided.Add(proposal.Id);
            }

            return Task.FromResult<IReadOnlySet<long>>(decided);
        }
    }

    public Task<bool> ReopenAsync(long proposalId, string actor, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            var (job, at) = Find(proposalId);
            if (at < 0 || job!.Proposals[at].State is not (ProposalState.Accepted or ProposalState.Rejected))
                return Task.FromResult(false);
            var proposal = job.Proposals[at];
            var place = (job.Catalog, job.Job.Product.Sku, proposal.Field);
            if (proposal.State == ProposalState.Accepted && _written.GetValueOrDefault(place) != proposal.Value)
                return Task.FromResult(false);
            _written.Remove(place);
            job.Proposals[at] = proposal with { State = ProposalState.Pending, Value = null, DecidedBy = null };
            Ledger.Add($"{actor} reopens {job.Job.Product.Sku} {proposal.Field}");
            return Task.FromResult(true);
        }
    }

    public Task<RunCost> GetCostAsync(long? runId, CancellationToken cancellation = default)
    {
        ProductAnswer[] answers = [.. _jobs.Where(job => runId is null || job.RunId == runId).Select(job => job.Answer).OfType<ProductAnswer>()];
        return Task.FromResult(new RunCost(answers.Length, answers.Sum(a => a.Seconds), answers.Sum(a => (long)a.PromptTokens), answers.Sum(a => (long)a.OutputTokens), null));
    }

    public IAsyncEnumerable<LedgerEntry> ReadAsync(long? runId, CancellationToken cancellation = default) => throw new NotSupportedException();

    public IAsyncEnumerable<WrittenValue> GetValuesAsync(string catalog, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<RevertResult> RevertRunAsync(long runId, string actor, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<LeasedJob>> ClaimAsync(string worker, int count, bool isIdle, TimeSpan lease, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<IReadOnlySet<long>> RenewAsync(IReadOnlyCollection<LeasedJob> jobs, TimeSpan lease, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<IReadOnlySet<long>> CompleteAsync(string worker, IReadOnlyCollection<CompletedJob> jobs, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<bool> FailAsync(string worker, LeasedJob job, string error, bool isPermanent, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task ReleaseAsync(IReadOnlyCollection<LeasedJob> jobs, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<int> RequeueAsync(long? runId, CancellationToken cancellation = default) => throw new NotSupportedException();

    private EnrichmentRun Run(long id) => _runs.FirstOrDefault(run => run.Id == id) ?? throw new KeyNotFoundException($"There is no run {id}.");

    private (FakeJob? Job, int At) Find(long proposalId)
        => _jobs.Select(job => (job, job.Proposals.FindIndex(proposal => proposal.Id == proposalId))).FirstOrDefault(found => found.Item2 >= 0, (null!, -1));

    private static bool Fits(FakeJob job, ReviewFilter filter)
        => (filter.RunId is null || job.RunId == filter.RunId)
        && (filter.Catalog is null || job.Catalog == filter.Catalog)
        && (filter.Sku is null || job.Job.Product.Sku == filter.Sku)
        && (filter.SkuPrefix is null || job.Job.Product.Sku.StartsWith(filter.SkuPrefix, StringComparison.OrdinalIgnoreCase))
        && job.Proposals.Any(proposal => (filter.Field is null || filter.Field == proposal.Field) && (filter.State is null || filter.State == proposal.State)
            && (filter.MinConfidence is null || proposal.Confidence >= filter.MinConfidence) && (filter.MaxConfidence is null || proposal.Confidence <= filter.MaxConfidence));
}
