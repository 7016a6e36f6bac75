using System.Net;

namespace PhiVisionML.Downloads.Pictures;

/// <summary>Counts what becomes of addresses. Safe to use from many threads.</summary>
internal sealed class FetchTally(int urls, IProgress<PictureFetchProgress>? progress)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, int> _failed = new(StringComparer.Ordinal);
    private int _fetched, _notModified, _alreadyThere, _failures, _retries;
    private long _bytes;

    public void Retried() => Interlocked.Increment(ref _retries);

    /// <summary>An address that was not asked again, or that cannot be asked.</summary>
    public void Kept(string? reason)
    {
        lock (_gate)
        {
            if (reason is null) _alreadyThere++;
            else Fail(reason);
            Report();
        }
    }

    /// <summary>An address that was asked.</summary>
    public void Asked(ManifestEntry entry)
    {
        lock (_gate)
        {
            if (entry.Reason is { } reason) Fail(reason);
            else if (entry.Status == (int)HttpStatusCode.NotModified) _notModified++;
            else
            {
                _fetched++;
                _bytes += entry.Bytes ?? 0;
            }
            Report();
        }
    }

    public PictureFetchSummary Summary(int rows, int rowsWithPicture)
    {
        lock (_gate)
            return new PictureFetchSummary(rows, rowsWithPicture, urls, _fetched, _notModified, _alreadyThere, _failed, _retries, _bytes);
    }

    private void Fail(string reason)
    {
        _failures++;
        _failed[reason] = _failed.GetValueOrDefault(reason) + 1;
    }

    private void Report() => progress?.Report(new PictureFetchProgress(urls, _fetched + _notModified + _alreadyThere + _failures, _fetched, _failures, _bytes));
}
