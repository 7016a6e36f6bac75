namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>Counts the bytes of a pull, for all connections together, and reports them a few times a second.</summary>
internal sealed class PullMeter(long done, long total, IProgress<PullProgress>? progress, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private long _done = done, _fetched;
    private long? _reported;

    public long Fetched
    {
        get
        {
            lock (_lock) return _fetched;
        }
    }

    /// <summary>Bytes came over the network.</summary>
    public void Fetch(string file, int bytes)
    {
        lock (_lock)
        {
            (_done, _fetched) = (_done + bytes, _fetched + bytes);
            Report(file, checking: false);
        }
    }

    /// <summary>Bytes that came have to come again.</summary>
    public void TakeBack(long bytes)
    {
        lock (_lock) _done -= bytes;
    }

    /// <summary>A file is being compared with its hash.</summary>
    public void Check(string file)
    {
        lock (_lock)
        {
            _reported = null;
            Report(file, checking: true);
        }
    }

    private void Report(string file, bool checking)
    {
        if (_reported is { } last && clock.GetElapsedTime(last) < Interval && _done < total) return;
        _reported = clock.GetTimestamp();
        progress?.Report(new PullProgress(file, checking, _done, _fetched, total));
    }
}
