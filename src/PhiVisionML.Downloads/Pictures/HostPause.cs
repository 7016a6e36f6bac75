namespace PhiVisionML.Downloads.Pictures;

/// <summary>A host that has asked to be left alone for a while. Safe to use from many threads.</summary>
internal sealed class HostPause(string host, TimeSpan longest, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _until = DateTimeOffset.MinValue;

    /// <summary>Asks nothing of the host for a while, or for as long as was asked before if that is longer.</summary>
    public void Ask(TimeSpan wait)
    {
        var until = clock.GetUtcNow() + wait;
        lock (_gate)
            if (until > _until) _until = until;
    }

    /// <summary>Waits until the host may be asked.</summary>
    /// <exception cref="PictureException">That is longer away than anybody waits.</exception>
    public async Task ReadyAsync(CancellationToken cancellation)
    {
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
