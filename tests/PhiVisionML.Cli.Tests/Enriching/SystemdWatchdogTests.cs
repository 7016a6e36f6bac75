using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Time.Testing;
using PhiVisionML.Cli.Enriching;
using PhiVisionML.Hosting;
using Xunit;

namespace PhiVisionML.Cli.Tests.Enriching;

public sealed class SystemdWatchdogTests
{
    [Fact]
    public async Task Systemd_hears_of_a_worker_while_it_lives_whether_it_is_ready_or_not_and_not_when_it_hangs()
    {
        var (status, looks, time, systemd) = (HealthStatus.Healthy, 0, new FakeTimeProvider(), new Notifier());
        using var services = new ServiceCollection().AddLogging().AddHealthChecks()
            .AddCheck(
                "lives",
                () =>
                {
                    Interlocked.Increment(ref looks);
                    return new HealthCheckResult(status);
                },
                [CatalogEnrichmentServiceCollectionExtensions.LiveTag])
            .AddCheck("is ready", () => HealthCheckResult.Unhealthy(), [CatalogEnrichmentServiceCollectionExtensions.ReadyTag])
            .Services.BuildServiceProvider();
        using var watchdog = new SystemdWatchdog(systemd, services.GetRequiredService<HealthCheckService>(), TimeSpan.FromSeconds(60), time);
        await watchdog.StartAsync(CancellationToken.None);
        await LooksAsync(4);
        Assert.InRange(systemd.Said.Count, 3, 4);   // the fourth may just be said
        Assert.All(systemd.Said, text => Assert.Equal("WATCHDOG=1", text));

        status = HealthStatus.Unhealthy;
        await LooksAsync(8);
        Assert.InRange(systemd.Said.Count, 4, 5);
        await watchdog.StopAsync(CancellationToken.None);

        async Task LooksAsync(int count)
        {
            var patience = DateTime.UtcNow.AddMinutes(1);
            for (int before = looks; looks < count && DateTime.UtcNow < patience; before = looks)
            {
                if (before > 0)
                    time.Advance(TimeSpan.FromSeconds(20));
                for (int i = 0; i < 50 && looks == before; i++)
                    await Task.Delay(5);
            }

            Assert.True(looks >= count);
        }
    }

    [Fact]
    public void Without_systemd_nothing_is_told() => Assert.Null(SystemdWatchdog.Limit);

    private sealed class Notifier : ISystemdNotifier
    {
        public ConcurrentQueue<string> Said { get; } = [];

        public bool IsEnabled => true;

        public void Notify(ServiceState state) => Said.Enqueue(state.ToString());
    }
}
