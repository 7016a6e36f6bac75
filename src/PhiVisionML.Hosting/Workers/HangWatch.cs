using Microsoft.Extensions.Logging;

namespace PhiVisionML.Hosting.Workers;

/// <summary>Gives up batches for which the enricher takes longer than it may. What is given up runs alone, like what a worker was lost with, when its lease has run out.</summary>
/// <param name="held">What the worker holds.</param>
/// <param name="pulse">Told that the worker hangs.</param>
/// <param name="limit">How long a batch may take.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told what was given up.</param>
internal sealed partial class HangWatch(HeldBatches held, WorkerPulse pulse, TimeSpan limit, TimeProvider time, ILogger<EnrichmentWorker> logger)
{
    /// <summary>Looks at all batches; those that wait behind one that hangs are called back.</summary>
    public void Look()
    {
        var (all, hangs) = (held.All, false);
        foreach (var batch in all)
        {
            var age = batch.CallAge(time);
            if (age <= limit)
                continue;
            hangs = true;
            var open = batch.Open;
            if (open.Count == 0)
                continue;   // given up before
            LogHangs(batch.Jobs.Count, batch.Jobs[0].Product.Sku, age, limit);
            batch.End(JobEnd.Lost, open);
        }

        pulse.Hangs(hangs ? FormattableString.Invariant($"The worker hangs: a batch has waited for its answer for more than the {limit.TotalSeconds:F0} s that are allowed. Start it anew, or allow more time.") : null);
        foreach (var batch in hangs ? all : [])
            batch.CallBack();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The enricher has not answered a batch of {Count} products, '{Sku}' the first of them, for {Age}; {Limit} are allowed. Its leases are left to run out, and no jobs are taken until the call ends or the program is started anew.")]
    private partial void LogHangs(int count, string sku, TimeSpan age, TimeSpan limit);
}
