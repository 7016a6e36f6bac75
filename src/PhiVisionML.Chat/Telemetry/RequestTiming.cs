namespace PhiVisionML.Chat.Telemetry;

/// <summary>Takes the times of one request.</summary>
/// <param name="metrics">Where they go.</param>
/// <param name="modelId">The model that the request asks for.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestTiming(ChatMetrics metrics, string modelId, TimeProvider time)
{
    private readonly long _arrival = time.GetTimestamp();
    private long? _first;

    /// <summary>Text, or a call of a tool, appeared; the first one counts.</summary>
    /// <param name="at">When: a timestamp of the clock.</param>
    public void OnContent(long at)
    {
        if (_first is not null)
            return;
        _first = at;
        metrics.FirstText(modelId, time.GetElapsedTime(_arrival, at));
    }

    /// <summary>The answer is complete.</summary>
    /// <param name="at">Since when.</param>
    /// <param name="tokens">Tokens of the answer.</param>
    public void OnEnd(long at, int tokens)
    {
        if (_first is { } first)
            metrics.LastText(modelId, time.GetElapsedTime(first, at), tokens);
    }
}
