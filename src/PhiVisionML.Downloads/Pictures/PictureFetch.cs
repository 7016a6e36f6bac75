using PhiVisionML.Catalog.Sources;
using PhiVisionML.Downloads.Files;

namespace PhiVisionML.Downloads.Pictures;

/// <summary>Fetches the pictures that a table of products names by address, and writes the table anew with their files.</summary>
/// <remarks>
/// <para>The folder gets <c>images/ab/abcdef….jpg</c>, named after the SHA-256 of the bytes and with the extension of what they are; <c>manifest.jsonl</c> (<see cref="ManifestEntry"/>),
/// a line for each address as soon as it is settled; and at the end <c>catalog.csv</c>, with every row and column of the source and three more: <c>local_image_path</c>, the first picture
/// relative to the folder; <c>additional_image_paths</c>, the others, which commas separate, if any row has several; <c>image_error</c>, why the row or a picture of it cannot be used.</para>
/// <para>A run that was killed or cancelled goes on where it was when it is started again; what has a line in the manifest is not asked for again. An address in many rows is asked for once,
/// the same bytes under many addresses are stored once. In memory are about 100 bytes for each different address, and the pictures that are under way.</para>
/// </remarks>
public sealed class PictureFetch
{
    private readonly CatalogRows _source;
    private readonly string _folder;
    private readonly PictureFetchOptions _options;
    private readonly TimeProvider _clock;

    /// <summary>Prepares a run.</summary>
    /// <param name="source">The table; it is read three times and must not change meanwhile.</param>
    /// <param name="folder">Where to write; is made if need be.</param>
    /// <param name="options">How to ask.</param>
    /// <param name="clock">Measures waits. Default: the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public PictureFetch(CatalogRows source, string folder, PictureFetchOptions? options = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (_source, _folder, _options, _clock) = (source, Path.GetFullPath(folder), options ?? new(), clock ?? TimeProvider.System);
        _options.Validate();
    }

    /// <summary>The table that a run writes.</summary>
    public string Table => Path.Combine(_folder, FetchedTable.FileName);

    /// <summary>Fetches what is missing, then writes the table. Run it once at a time.</summary>
    /// <param name="progress">Is told of each settled address, on many threads, one at a time.</param>
    /// <param name="onNotice">Is told what is unusual about the folder, a sentence.</param>
    /// <param name="cancellation">Ends the run; what has come stays, a table of an earlier run stays as it was.</param>
    /// <exception cref="InvalidDataException">The table cannot be read to its end.</exception>
    /// <exception cref="IOException">The folder cannot be written to, another process fetches into it, or its table is none that was fetched; what has come stays.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<PictureFetchSummary> RunAsync(IProgress<PictureFetchProgress>? progress = null, Action<string>? onNotice = null, CancellationToken cancellation = default)
    {
        RequireOwnTable();
        Directory.CreateDirectory(_folder);
        using var folderLock = FolderLock.TryTake(Path.Combine(_folder, ".fetch.lock"))
            ?? throw new IOException($"Another process is fetching into '{_folder}'; wait until it ends, or name another folder.");
        using var manifest = Manifest.Open(_folder);
        if (manifest.UnreadableLines > 0)
            onNotice?.Invoke($"{manifest.UnreadableLines} lines of {Manifest.FileName} cannot be read; their pictures are asked for again.");
        var store = new PictureStore(_folder);
        var (addresses, hasSeveral) = Addresses(cancellation);
        var tally = new FetchTally(addresses.Count, progress);
        using (var download = new PictureDownload(_options, store, _clock, tally.Retried))
        {
            await HostQueues<PictureTask>.RunAsync(
                Tasks(addresses, manifest, store, tally), _options.PerHost, host => new FetchHost(host, _options.Transport.LongestDelay, _clock),
                async (task, host, token) => tally.Asked(await FetchAsync(task, host, download, manifest, token).ConfigureAwait(false)), cancellation).ConfigureAwait(false);
        }
        manifest.Flush();
        var (rows, withPicture) = new FetchedTable(_source, manifest).Write(Table, store.Unfinished, hasSeveral, cancellation);
        return tally.Summary(rows, withPicture);
    }

    /// <summary>A table that somebody made, often the source itself, is not to be replaced.</summary>
    private void RequireOwnTable()
    {
        if (File.Exists(Table) && !File.Exists(Path.Combine(_folder, Manifest.FileName)))
            throw new IOException($"'{Table}' would be replaced, and is no result of fetching, as no {Manifest.FileName} lies beside it. Name another folder.");
    }

    /// <summary>The picture is on the disk before its line is written.</summary>
    private async Task<ManifestEntry> FetchAsync(PictureTask task, FetchHost host, PictureDownload download, Manifest manifest, CancellationToken cancellation)
    {
        try
        {
            var entry = await download.FetchAsync(task.Url, task.Before, host, cancellation).ConfigureAwait(false);
            manifest.Append(entry);
            return entry;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"'{_folder}' cannot be written to: {error.Message.TrimEnd('.')}. What has come is kept; when there is room, run the same again.", error);
        }
    }

    /// <summary>Reads the whole table, so that its faults show before anything is asked for.</summary>
    private (HashSet<UInt128> Addresses, bool HasSeveral) Addresses(CancellationToken cancellation)
    {
        var addresses = new HashSet<UInt128>();
        var hasSeveral = false;
        foreach (var row in _source.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            hasSeveral |= row.Pictures.Count > 1;
            foreach (var cell in row.Pictures) addresses.Add(AddressKey.Of(PictureAddress.Parse(cell).Url?.AbsoluteUri ?? cell));
        }
        return (addresses, hasSeveral);
    }

    /// <summary>The addresses that are to be asked, each once; the others are counted.</summary>
    private IEnumerable<(string Host, PictureTask Task)> Tasks(HashSet<UInt128> addresses, Manifest manifest, PictureStore store, FetchTally tally)
    {
        foreach (var cell in _source.Read().SelectMany(row => row.Pictures))
        {
            var (url, _) = PictureAddress.Parse(cell);
            if (!addresses.Remove(AddressKey.Of(url?.AbsoluteUri ?? cell))) continue;
            if (url is null)
            {
                tally.Kept(PictureReason.BadAddress);
                continue;
            }
            var before = manifest.Find(url);
            var isThere = before is { File: { } file, Bytes: { } bytes } && store.Has(file, bytes);
            var isLost = before?.File is not null && !isThere;
            if (before is null || isLost || _options.Refresh || (before.Reason is not null && (_options.RetryFailed || before.MayPass == true)))
                yield return (url.IdnHost, new PictureTask(url, isThere ? before : null));
            else
                tally.Kept(before.Reason);
        }
    }

    /// <summary>An address, and its entry if that has a picture.</summary>
    private sealed record PictureTask(Uri Url, ManifestEntry? Before);
}
