using System.Net;

namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>Fetches a file: its missing parts side by side, then the hash, then the name.</summary>
internal sealed class FilePull(HubClient hub, PullOptions options, string commit, PullFolder folder, RepositoryFile file, SemaphoreSlim connections, PullMeter meter)
{
    /// <summary>Brings the file to its place.</summary>
    /// <returns>What a user should know; empty if all went well.</returns>
    /// <exception cref="PullException">The server does not send it, or twice something else; parts that came are kept.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellation)
    {
        List<string> notices = [];
        if (PartialFile.IsOutdated(folder, file)) notices.Add($"'{file.Path}' changed on the server since the interrupted pull; what that had fetched was dropped.");
        for (bool again = false; ; again = true)
        {
            var actual = await FetchAsync(cancellation).ConfigureAwait(false);
            if (actual == file.Hash) break;
            PartialFile.Discard(folder, file);
            meter.TakeBack(file.Size);
            if (again) throw new PullException($"'{file.Path}' arrived damaged twice: its hash is {actual}, the published one {file.Hash}. The server or the way to it changes the content; try later, or another --endpoint.");
            notices.Add($"'{file.Path}' arrived damaged (hash {actual}, published {file.Hash}) and was fetched anew.");
        }

        File.Move(folder.PartialOf(file), folder.FileOf(file.Path), overwrite: true);
        PartialFile.Discard(folder, file);
        return notices;
    }

    private async Task<ContentHash> FetchAsync(CancellationToken cancellation)
    {
        try
        {
            await FetchPartsAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (Failures.IsOfNetwork(error))
        {
            throw new PullException($"'{file.Path}' could not be fetched: {Failures.Sentence(error)} What came is kept; run it again to go on.", error);
        }

        meter.Check(file.Path);
        return file.Hash.Of(folder.PartialOf(file), cancellation);
    }

    private async Task FetchPartsAsync(CancellationToken cancellation)
    {
        var whole = new ByteRange(0, file.Size);
        var missing = ByteRange.Missing(PartialFile.PartsOf(folder, file), file.Size, options.RangeBytes);
        if (missing.Count > 0 && missing[0] != whole && !await SendsPartsAsync(missing[0], cancellation).ConfigureAwait(false))
        {
            meter.TakeBack(file.Size - missing.Sum(part => part.Length));
            PartialFile.Discard(folder, file);
            missing = [whole];
        }

        using var partial = PartialFile.Open(folder, file);
        var fetch = new RangeFetch(hub, commit, file, options.Transport.StallTimeout, partial, meter);
        await Parallel.ForEachAsync(missing, new ParallelOptions { MaxDegreeOfParallelism = options.Connections, CancellationToken = cancellation },
            async (part, token) => await WithConnectionAsync(() => fetch.RunAsync(part, token), token).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task<bool> SendsPartsAsync(ByteRange part, CancellationToken cancellation)
    {
        bool parts = false;
        await WithConnectionAsync(async () => await hub.Attempts.ExecuteAsync(async token =>
        {
            using var response = await hub.OpenAsync(commit, file.Path, part with { End = part.Start + 1 }, token).ConfigureAwait(false);
            parts = response.StatusCode == HttpStatusCode.PartialContent;
        }, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        return parts;
    }

    private async Task WithConnectionAsync(Func<Task> work, CancellationToken cancellation)
    {
        await connections.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            connections.Release();
        }
    }
}
