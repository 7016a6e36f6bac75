namespace PhiVisionML.Chat.Telemetry;

/// <summary>Takes the times of one request.</summary>
/// <param name="metrics">Where they go.</param>
/// <param name="modelId">The model that the request asks for.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestTiming(ChatMetrics metrics, string modelId, TimeProvider time)
{
    private readonly long _arrival = time.GetTimestamp();
    private long? _first;

    /// <summary>Text, or a call of a tool, goes out; the first one counts.</summary>
    public void OnContent()
    {
        if (_first is not null)
            return;
        _first = time.GetTimestamp();
        metrics.FirstText(modelId, time.GetElapsedTime(_arrival, _first.Value));
    }

    /// <summary>The answer is complete.</summary>
    /// <param name="tokens">Tokens of the answer.</param>
    public void OnEnd(int tokens)
    {
        if (_first is { } first)
            metrics.EndOfAnswer(modelId, time.GetElapsedTime(first), tokens);
    }
}
