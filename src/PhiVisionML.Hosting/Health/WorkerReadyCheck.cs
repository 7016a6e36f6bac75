using Microsoft.Extensions.Diagnostics.HealthChecks;
using PhiVisionML.Hosting.Workers;

namespace PhiVisionML.Hosting.Health;

/// <summary>Whether the worker can answer: the model is loaded, and the store can be reached.</summary>
/// <param name="pulse">The worker's.</param>
internal sealed class WorkerReadyCheck(WorkerPulse pulse) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(
            pulse.StoreFailure is { } store ? HealthCheckResult.Unhealthy("The store cannot be reached: " + store)
            : pulse.EnricherFailure is { } enricher ? HealthCheckResult.Unhealthy("Nobody answers: " + enricher)
            : pulse.IsReady ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The worker is getting ready."));
}
