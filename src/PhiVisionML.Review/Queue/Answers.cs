namespace PhiVisionML.Review.Queue;

/// <summary>What became of products that were sent.</summary>
/// <param name="Queued">New jobs.</param>
/// <param name="Known">Jobs that were there already.</param>
/// <param name="Refused">Products that are not queued.</param>
/// <param name="Errors">Why not.</param>
internal sealed record EnqueueAnswer(int Queued, int Known, int Refused, IReadOnlyList<ProductError> Errors);

/// <summary>Why a product is not queued.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Sku">The product.</param>
/// <param name="Error">A sentence with the remedy.</param>
internal sealed record ProductError(int Index, string Sku, string Error);

/// <summary>All runs.</summary>
/// <param name="Runs">The newest first.</param>
internal sealed record RunList(IReadOnlyList<RunEntry> Runs);

/// <summary>A run.</summary>
/// <param name="Id">Its number.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Catalog">The catalog.</param>
/// <param name="Source">Where the products came from.</param>
/// <param name="Template">The answer template.</param>
internal sealed record RunEntry(long Id, DateTimeOffset StartedAt, string Catalog, string Source, string Template);

/// <summary>A run with all its numbers.</summary>
/// <param name="Run">The run.</param>
/// <param name="Jobs">How many jobs stand where.</param>
/// <param name="Cost">What its answers took.</param>
/// <param name="Review">How many proposals of each field stand where.</param>
internal sealed record RunAnswer(RunEntry Run, JobNumbers Jobs, Enrichment.Runs.RunCost Cost, IReadOnlyList<Enrichment.Ledger.ReviewCounts> Review);

/// <summary>How many jobs stand where.</summary>
internal sealed record JobNumbers(long Ready, long Leased, long Done, long Dead, long Total);

/// <summary>A product.</summary>
/// <param name="Sku">The product.</param>
/// <param name="State">Where its newest job stands: ready, leased, done or dead.</param>
/// <param name="Error">Why it failed last; absent if it did not.</param>
/// <param name="JobId">The job of this run that answered; absent if none did.</param>
/// <param name="Values">What was written, by field.</param>
/// <param name="Proposals">What the model proposes.</param>
internal sealed record ProductStatus(string Sku, string State, string? Error, long? JobId, IReadOnlyDictionary<string, string> Values, IReadOnlyList<ProposalEntry> Proposals);

/// <summary>A proposal.</summary>
internal sealed record ProposalEntry(long Id, string Field, string? Current, string Proposed, double? Confidence, string State, string? Value, string? DecidedBy);
