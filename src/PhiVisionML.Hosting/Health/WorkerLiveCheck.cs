using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using PhiVisionML.Hosting.Workers;

namespace PhiVisionML.Hosting.Health;

/// <summary>Whether the worker's heart beats, which keeps its leases, and no batch hangs: else the program is best started anew.</summary>
/// <param name="pulse">The worker's.</param>
/// <param name="options">The worker's.</param>
internal sealed class WorkerLiveCheck(WorkerPulse pulse, IOptions<CatalogEnrichmentOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (since, most) = (pulse.SinceLastBeat, options.Value.Lease + 3 * options.Value.PollInterval);
        return Task.FromResult(
            since > most ? HealthCheckResult.Unhealthy(FormattableString.Invariant($"The worker gave no sign of life for {since.TotalSeconds:F0} s; {most.TotalSeconds:F0} s are allowed."))
            : pulse.Hang is { } hang ? HealthCheckResult.Unhealthy(hang)
            : HealthCheckResult.Healthy());
    }
}
