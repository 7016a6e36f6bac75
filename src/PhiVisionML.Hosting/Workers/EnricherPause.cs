using PhiVisionML.Enrichment.Enriching;

namespace PhiVisionML.Hosting.Workers;

/// <summary>Keeps a worker from asking for a while when nobody answers. Thread-safe.</summary>
/// <param name="time">The clock.</param>
internal sealed class EnricherPause(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromMinutes(1), LongestAskedFor = TimeSpan.FromHours(1);

    private readonly Patience _patience = new(First, Longest);
    private readonly Lock _gate = new();
    private TimeSpan _length;
    private long _start;

    public bool IsOn => Left > TimeSpan.Zero;

    private TimeSpan Left
    {
        get
        {
            lock (_gate)
                return _length - time.GetElapsedTime(_start);
        }
    }

    /// <summary>Nobody answers: a pause begins, as long as was asked for, an hour at most, or longer each time. Several calls that fail at once make one pause.</summary>
    /// <returns>What is left of it.</returns>
    public TimeSpan Begin(EnricherUnavailableException silence)
    {
        lock (_gate)
        {
            var left = Left;
            var wanted = silence.RetryAfter is { Ticks: > 0 } asked ? (asked < LongestAskedFor ? asked : LongestAskedFor)
                : left > TimeSpan.Zero ? left : _patience.Next();
            if (wanted > left)
                (_start, _length) = (time.GetTimestamp(), wanted);
            return Left;
        }
    }

    /// <summary>Somebody answered: the next pause is a short one again.</summary>
    public void Forget()
    {
        lock (_gate)
            _patience.Reset();
    }

    /// <summary>Waits until there is no pause.</summary>
    public async Task PassAsync(CancellationToken cancellation)
    {
        while (Left is { Ticks: > 0 } left)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), time, cancellation).ConfigureAwait(false);   // parts of a millisecond would not be waited for at all
    }
}
