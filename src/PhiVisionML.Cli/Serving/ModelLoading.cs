using Microsoft.Extensions.AI;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PhiVisionML.Chat;

namespace PhiVisionML.Cli.Serving;

/// <summary>Loads the model while the server already listens, so that it can say that it lives. A model that cannot be loaded ends the server.</summary>
/// <param name="client">The client with the model.</param>
/// <param name="lifetime">The server's.</param>
/// <param name="logger">Told when the model is there.</param>
internal sealed partial class ModelLoading(IChatClient client, IHostApplicationLifetime lifetime, ILogger<ModelLoading> logger) : BackgroundService, IHealthCheck
{
    private volatile bool _isLoaded;

    /// <summary>Why the model could not be loaded; null where it could.</summary>
    public Exception? Failure { get; private set; }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(_isLoaded ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The model is being loaded."));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await client.GetRequiredService<PhiVisionChatClient>().LoadAsync(stoppingToken).ConfigureAwait(false);
            _isLoaded = true;
            LogLoaded();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // stopped while it loads
        }
        catch (Exception e)
        {
            Failure = e;
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The model is loaded.")]
    private partial void LogLoaded();
}
