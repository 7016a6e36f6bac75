using System.Text.Json;
using PhiVisionML.Catalog.Files;

namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>What was pulled into a folder: each file with the hash that was checked.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Commit">The commit of the last pull.</param>
/// <param name="Files">Sizes and hashes by name.</param>
internal sealed record PullManifest(string Repository, string Commit, IReadOnlyDictionary<string, PullManifest.Entry> Files)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The list of a folder; an empty one if nothing was pulled into it.</summary>
    /// <exception cref="PullException">The list is damaged, or the folder holds another repository.</exception>
    public static PullManifest Read(PullFolder folder, string repository)
    {
        if (!File.Exists(folder.ManifestFile)) return new PullManifest(repository, "", new Dictionary<string, Entry>());
        try
        {
            var manifest = JsonSerializer.Deserialize<PullManifest>(File.ReadAllBytes(folder.ManifestFile), Json);
            if (manifest is not { Repository: not null, Commit: not null, Files: not null }) throw new JsonException("it lacks the repository, the commit or the files.");
            foreach (var (path, entry) in manifest.Files)
            {
                RepositoryFile.RequireSafe(path);
                ContentHash.Parse(entry.Hash);
            }

            return manifest.Repository == repository ? manifest
                : throw new PullException($"'{folder.Root}' holds '{manifest.Repository}', not '{repository}'. Name another folder.");
        }
        catch (JsonException error)
        {
            throw new PullException($"'{folder.ManifestFile}' is damaged: {error.Message} Delete it; the files beside it are then compared anew.", error);
        }
    }

    public PullManifest With(RepositoryFile file)
        => this with { Files = new SortedDictionary<string, Entry>(Files.ToDictionary(), StringComparer.Ordinal) { [file.Path] = new(file.Size, file.Hash.Hex) } };

    public PullManifest Without(string path)
        => this with { Files = new SortedDictionary<string, Entry>(Files.Where(file => file.Key != path).ToDictionary(), StringComparer.Ordinal) };

    public void Write(PullFolder folder) => AtomicFile.Write(folder.ManifestFile, stream => JsonSerializer.Serialize(stream, this, Json));

    /// <summary>A file as it was pulled.</summary>
    internal sealed record Entry(long Size, string Hash);
}
