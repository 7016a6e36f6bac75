using Microsoft.Extensions.Logging;
using Microsoft.ML.Runtime;

namespace PhiVisionML.MLNet.Network;

/// <summary>Hands the model loader's lines on to <c>mlContext.Log</c>.</summary>
internal sealed class ChannelLogger(IHost host) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        using var channel = host.Start("Model");
        if (logLevel >= LogLevel.Warning)
            channel.Warning(MessageSensitivity.None, "{0}", formatter(state, exception));
        else
            channel.Info(MessageSensitivity.None, "{0}", formatter(state, exception));
    }
}
