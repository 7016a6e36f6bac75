using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using PhiVisionML.Hosting;

namespace PhiVisionML.Cli.Enriching;

/// <summary>Tells systemd that the worker lives, as <c>/health/live</c> says; systemd starts a program anew that does not tell so in the time of <c>WatchdogSec=</c>.</summary>
/// <param name="systemd">Who is told.</param>
/// <param name="health">The worker's health.</param>
/// <param name="limit">How long systemd waits.</param>
/// <param name="time">The clock.</param>
/// <remarks>The man page sd_watchdog_enabled(3).</remarks>
internal sealed class SystemdWatchdog(ISystemdNotifier systemd, HealthCheckService health, TimeSpan limit, TimeProvider time) : BackgroundService
{
    private static readonly ServiceState Lives = new("WATCHDOG=1");

    /// <summary>How long systemd waits; null if it does not watch this process.</summary>
    public static TimeSpan? Limit
        => SystemdHelpers.IsSystemdService()
            && Environment.GetEnvironmentVariable("WATCHDOG_PID") is var process && (string.IsNullOrEmpty(process) || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            && long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds) : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var report = await health.CheckHealthAsync(check => check.Tags.Contains(CatalogEnrichmentServiceCollectionExtensions.LiveTag), stoppingToken).ConfigureAwait(false);
            if (report.Status != HealthStatus.Unhealthy)
                systemd.Notify(Lives);
            await Task.Delay(limit / 3, time, stoppingToken).ConfigureAwait(false);
        }
    }
}
