using System.Net;
using System.Net.Sockets;
using PhiVisionML.Downloads.Transport;

namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>
/// Pulls a published checkpoint into a folder: the files that a model needs, large ones in parts side by side, each under
/// its name only once its hash is right. Started again after an error, an interruption or a crash, it goes on where it was.
/// </summary>
/// <remarks>One process at a time works on a folder. Memory does not grow with the size of files.</remarks>
public sealed class CheckpointPull
{
    private readonly PullOptions _options;
    private readonly TimeProvider _clock;
    private readonly PullFolder _folder;

    /// <summary>Prepares a pull; nothing is asked or written yet.</summary>
    /// <param name="options">What, from where, to where.</param>
    /// <param name="clock">Measures waits. Default: the system's.</param>
    /// <exception cref="PullException">An option is out of its range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value of <see cref="PullOptions.Transport"/> is out of its range.</exception>
    public CheckpointPull(PullOptions options, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _clock = clock ?? TimeProvider.System;
        _folder = new PullFolder(options.Folder);
        FreeBytes = _folder.FreeBytes;
    }

    /// <summary>Asks how many bytes the disk has left.</summary>
    internal Func<long> FreeBytes { get; init; }

    /// <summary>Says what a pull would do, and writes nothing.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="PullException">The server does not have it, refuses it or does not answer; or the folder holds something else.</exception>
    public async Task<PullPlan> PlanAsync(CancellationToken cancellation = default)
    {
        using var hub = await ConnectAsync(cancellation).ConfigureAwait(false);
        var (commit, files) = await ListAsync(hub, cancellation).ConfigureAwait(false);
        return Compare(commit, files, PullManifest.Read(_folder, _options.Repository), null, cancellation);
    }

    /// <summary>Pulls what is missing.</summary>
    /// <param name="progress">Is told of the bytes a few times a second, from several threads, one at a time.</param>
    /// <param name="cancellation">Ends the pull soon; what came is kept.</param>
    /// <exception cref="PullException">As the message says; what came is kept.</exception>
    public async Task<PullResult> RunAsync(IProgress<PullProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var hub = await ConnectAsync(cancellation).ConfigureAwait(false);
        var (commit, files) = await ListAsync(hub, cancellation).ConfigureAwait(false);
        using var alone = _folder.Lock();   // only now, so that a wrong name leaves no folder
        var manifest = PullManifest.Read(_folder, _options.Repository);
        var plan = Compare(commit, files, manifest, progress, cancellation);
        RequireSpace(plan);
        return await FetchAsync(hub, plan, manifest with { Commit = plan.Commit }, progress, cancellation).ConfigureAwait(false);
    }

    private async Task<HubClient> ConnectAsync(CancellationToken cancellation)
    {
        bool isPrivate = _options.Endpoint != PullOptions.PublicEndpoint && await IsPrivateAsync(_options.Endpoint, cancellation).ConfigureAwait(false);
        return new HubClient(_options, isPrivate, _clock);
    }

    private static async Task<bool> IsPrivateAsync(Uri endpoint, CancellationToken cancellation)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(endpoint.DnsSafeHost, cancellation).ConfigureAwait(false);
            return !addresses.Any(AddressRules.IsPublic);
        }
        catch (SocketException error)
        {
            throw new PullException($"There is no server '{endpoint.Host}': {error.Message}.", error);
        }
    }

    private async Task<(string Commit, IReadOnlyList<RepositoryFile> Files)> ListAsync(HubClient hub, CancellationToken cancellation)
    {
        string commit = await hub.CommitAsync(cancellation).ConfigureAwait(false);
        return (commit, ModelFiles.Select(_options.Repository, await hub.FilesAsync(commit, cancellation).ConfigureAwait(false)));
    }

    private PullPlan Compare(string commit, IReadOnlyList<RepositoryFile> files, PullManifest manifest, IProgress<PullProgress>? progress, CancellationToken cancellation)
    {
        var comparison = new FolderComparison(_folder, manifest, _options);
        var meter = new PullMeter(0, files.Sum(file => file.Size), progress, _clock);
        return new PullPlan(_options.Repository, commit, _folder.Root, [.. files.Select(file =>
        {
            meter.Check(file.Path);
            return comparison.Compare(file, cancellation);
        })]);
    }

    private void RequireSpace(PullPlan plan)
    {
        long needed = plan.BytesToFetch, free = FreeBytes();
        if (needed > free) throw new PullException($"'{plan.Folder}' needs {needed:N0} more bytes, and its disk has {free:N0} left. Free some, or name a folder on another disk.");
    }

    private async Task<PullResult> FetchAsync(HubClient hub, PullPlan plan, PullManifest manifest, IProgress<PullProgress>? progress, CancellationToken cancellation)
    {
        var toFetch = plan.Files.Where(planned => planned.State != FileState.Present).ToList();
        var meter = new PullMeter(plan.TotalBytes - plan.BytesToFetch, plan.TotalBytes, progress, _clock);
        var notices = new List<string>();
        var noted = new Lock();
        foreach (var planned in plan.Files.Except(toFetch)) manifest = manifest.With(planned.File);
        if (toFetch.Count > 0) _folder.Begin();
        using var connections = new SemaphoreSlim(_options.Connections);
        await Parallel.ForEachAsync(toFetch, new ParallelOptions { MaxDegreeOfParallelism = _options.Connections, CancellationToken = cancellation }, async (planned, token) =>
        {
            var told = await new FilePull(hub, _options, plan.Commit, _folder, planned.File, connections, meter).RunAsync(token).ConfigureAwait(false);
            lock (noted)
            {
                notices.AddRange(told);
                manifest = manifest.With(planned.File);
                manifest.Write(_folder);
            }
        }).ConfigureAwait(false);
        foreach (string path in manifest.Files.Keys.Except(plan.Files.Select(planned => planned.File.Path)).ToList())
        {
            notices.Add($"'{path}' is no longer published; {(RemovePulled(path, manifest.Files[path], cancellation) ? "it was removed" : "it was changed here and is left where it is")}.");
            manifest = manifest.Without(path);
        }

        manifest.Write(_folder);
        _folder.Finish();
        return new PullResult(plan, meter.Fetched, notices);
    }

    // Left in place, an old list of weights would be read before the new weights.
    private bool RemovePulled(string name, PullManifest.Entry pulled, CancellationToken cancellation)
    {
        string path = _folder.FileOf(name);
        if (File.Exists(path) && ContentHash.Parse(pulled.Hash).Of(path, cancellation).Hex != pulled.Hash) return false;
        File.Delete(path);
        return true;
    }
}
