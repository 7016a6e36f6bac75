using Microsoft.Extensions.Diagnostics.HealthChecks;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Hosting.Enrichers;
using PhiVisionML.Hosting.Workers;

namespace PhiVisionML.Hosting.Health;

/// <summary>Whether the worker can answer: it neither stops nor hangs, the model is loaded and answers, and the store can be reached.</summary>
/// <param name="pulse">The worker's.</param>
/// <param name="enricher">Who answers.</param>
internal sealed class WorkerReadyCheck(WorkerPulse pulse, IProductEnricher enricher) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(
            pulse.IsStopping ? HealthCheckResult.Unhealthy("The worker stops, or has stopped.")
            : pulse.Hang is { } hang ? HealthCheckResult.Unhealthy(hang)
            : pulse.StoreFailure is { } store ? HealthCheckResult.Unhealthy("The store cannot be reached: " + store)
            : pulse.EnricherFailure is { } silence ? HealthCheckResult.Unhealthy("Nobody answers: " + silence)
            : !pulse.IsReady ? HealthCheckResult.Unhealthy("The worker is getting ready.")
            : enricher is SwitchingEnricher { Problem: { } problem } ? HealthCheckResult.Degraded(problem)
            : HealthCheckResult.Healthy());
}
