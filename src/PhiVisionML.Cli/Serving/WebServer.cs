using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace PhiVisionML.Cli.Serving;

/// <summary>The web server of commands that listen. Nothing but their options configures it: no settings file, no variable of the environment.</summary>
internal static class WebServer
{
    /// <summary>Where it says whether the program lives.</summary>
    public const string Live = "/health/live";

    /// <summary>Where it says whether the program can answer.</summary>
    public const string Ready = "/health/ready";

    /// <summary>Begins a server.</summary>
    /// <param name="address">Where it listens.</param>
    public static WebApplicationBuilder CreateBuilder(ListenAddress address)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls(address.Url);
        builder.Services.AddRoutingCore();
        builder.Services.AddHealthChecks();
        return builder;
    }

    /// <summary>Tells the address once connections are taken.</summary>
    public static void WhenListening(this WebApplication application, Action<string> listening) => application.Lifetime.ApplicationStarted.Register(() => listening(application.Urls.Single()));
}
