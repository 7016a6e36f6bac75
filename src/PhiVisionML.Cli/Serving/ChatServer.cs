using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PhiVisionML.AspNetCore;
using PhiVisionML.Chat;

namespace PhiVisionML.Cli.Serving;

/// <summary>A web server with the model behind it.</summary>
/// <param name="options">What is served, where, and to whom.</param>
internal sealed class ChatServer(ServeOptions options)
{
    // What the web server takes beyond the drain time to say good-bye.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    /// <summary>Serves until it is stopped.</summary>
    /// <param name="listening">Told the address once connections are taken.</param>
    /// <param name="cancellation">Stops it: no further connection is taken, and answers under way may go on for the drain time.</param>
    public async Task RunAsync(Action<string> listening, CancellationToken cancellation)
    {
        var application = Build();
        await using (application.ConfigureAwait(false))
        {
            var loading = application.Services.GetRequiredService<ModelLoading>();
            application.WhenListening(listening);
            await application.RunAsync(cancellation).ConfigureAwait(false);
            if (loading.Failure is { } failure)
                ExceptionDispatchInfo.Throw(failure);
        }
    }

    private WebApplication Build()
    {
        var builder = WebServer.CreateBuilder(options.Address);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain + Farewell);
        builder.Services.AddPhiVisionChatClient(options.ConfigureModel);
        builder.Services.AddSingleton<ModelLoading>().AddHostedService(services => services.GetRequiredService<ModelLoading>());
        builder.Services.AddHealthChecks().AddCheck<ModelLoading>("model");
        builder.Logging.ToStandardError(options.JsonLog);

        var application = builder.Build();
        application.MapHealthChecks(WebServer.Live, new HealthCheckOptions { Predicate = _ => false });
        application.MapHealthChecks(WebServer.Ready);
        application.MapPhiVisionOpenAI(endpoints =>
        {
            options.ConfigureEndpoints(endpoints);
            endpoints.DrainTime = options.Drain;
        });
        return application;
    }
}
