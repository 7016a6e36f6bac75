namespace PhiVisionML.Downloads.Pictures;

/// <summary>Whether a host may be asked: it may want to be left alone for a while, or have stopped answering. Safe to use from many threads.</summary>
internal sealed class FetchHost(string host, TimeSpan longest, TimeProvider clock)
{
    /// <summary>After so many pictures without an answer, one after the other and each with all its retries, a host is asked no more.</summary>
    public const int MostFailures = 10;

    private readonly Lock _gate = new();
    private DateTimeOffset _until = DateTimeOffset.MinValue;
    private int _failures;

    /// <summary>Asks nothing of the host for a while, or for as long as was asked before if that is longer.</summary>
    public void Ask(TimeSpan wait)
    {
        if (wait <= TimeSpan.Zero) return;
        var now = clock.GetUtcNow();
        var until = wait < DateTimeOffset.MaxValue - now ? now + wait : DateTimeOffset.MaxValue; // servers ask for the year 9999
        lock (_gate)
            if (until > _until) _until = until;
    }

    /// <summary>The host answered, whatever.</summary>
    public void Answered() => Volatile.Write(ref _failures, 0);

    /// <summary>The host did not answer for a picture, however often it was asked.</summary>
    public void Failed() => Interlocked.Increment(ref _failures);

    /// <summary>Waits until the host may be asked.</summary>
    /// <exception cref="PictureException">That is longer away than anybody waits, or the host has stopped answering.</exception>
    public async Task ReadyAsync(CancellationToken cancellation)
    {
        if (Volatile.Read(ref _failures) >= MostFailures)
            throw new PictureException(PictureReason.HostDown, $"The host '{host}' did not answer for {MostFailures} pictures one after the other; run the same again when it does.", mayPass: true);
        while (Left() is { Ticks: > 0 } left)
        {
            if (left > longest)
                throw new PictureException(PictureReason.HostBusy, $"The host '{host}' asks to be left alone for {Math.Ceiling(left.TotalSeconds)} s; run the same again after that.", mayPass: true);
            await Task.Delay(left, clock, cancellation).ConfigureAwait(false);
        }
    }

    private TimeSpan Left()
    {
        lock (_gate) return _until - clock.GetUtcNow();
    }
}
