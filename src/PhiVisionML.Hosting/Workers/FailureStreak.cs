using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;

namespace PhiVisionML.Hosting.Workers;

/// <summary>Tells an enricher that is broken from products that are: too many different ones fail one after the other. Thread-safe.</summary>
/// <param name="limit">How many are too many.</param>
internal sealed class FailureStreak(int limit)
{
    // Tries, with growing waits between them, after which nobody who waits for the end wants to wait longer.
    private const int MostTries = 3;

    private int _length;

    /// <summary>Whether there were too many, and no answer since.</summary>
    public bool IsBroken => Volatile.Read(ref _length) >= limit;

    /// <summary>Whether it was tried again several times since.</summary>
    public bool IsHopeless => Volatile.Read(ref _length) >= limit + MostTries;

    /// <summary>Counts what came of products. Those that are refused for good, or that nobody could be asked about, say nothing about the enricher.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="results">What came of each.</param>
    /// <exception cref="EnricherUnavailableException">One failed, and the enricher is broken.</exception>
    public void Add(IReadOnlyList<LeasedJob> jobs, IReadOnlyList<EnrichmentResult> results)
    {
        string? error = null;
        foreach (var (job, result) in jobs.Zip(results))
        {
            if (result.Answer is not null)
            {
                Volatile.Write(ref _length, 0);
                error = null;
            }
            else if (result is { IsPermanent: false, IsUnasked: false } && (job.Attempt == 1 || IsBroken))   // what fails again may be to blame itself, and at the end of a queue there is little else
            {
                Interlocked.Increment(ref _length);
                error = result.Error;
            }
        }

        if (error is not null && IsBroken)
            throw new EnricherUnavailableException($"{_length} products failed one after the other, so that whoever answers is taken to be broken; the last one: {error}");
    }
}
