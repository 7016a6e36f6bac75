using Microsoft.Extensions.Logging;

namespace PhiVisionML.Cli.Serving;

/// <summary>The log of services: on standard error, of warnings and of what we say ourselves.</summary>
internal static class ServiceLogging
{
    // Health is told to whoever asks; why the program does not start, by the command.
    private static readonly string[] ToldOtherwise = ["Microsoft.Extensions.Diagnostics.HealthChecks", "Microsoft.Extensions.Hosting"];

    /// <summary>Sets it up.</summary>
    /// <param name="logging">The application's.</param>
    /// <param name="json">Whether lines are for programs.</param>
    public static void ToStandardError(this ILoggingBuilder logging, bool json)
    {
        logging.SetMinimumLevel(LogLevel.Warning).AddFilter(nameof(PhiVisionML), LogLevel.Information);
        foreach (string source in ToldOtherwise)
            logging.AddFilter(source, LogLevel.None);
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (json)
            logging.AddJsonConsole();
        else
            logging.AddSimpleConsole(console => console.SingleLine = true);
    }
}
