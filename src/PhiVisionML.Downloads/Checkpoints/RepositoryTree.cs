using System.Text.Json;

namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>Reads a page of a repository's list of files.</summary>
internal static class RepositoryTree
{
    /// <exception cref="PullException">The list is not understood, or a name in it is refused.</exception>
    public static IReadOnlyList<RepositoryFile> Read(JsonElement page)
    {
        try
        {
            return [.. page.EnumerateArray().Where(entry => entry.GetProperty("type").GetString() == "file").Select(ReadFile)];
        }
        catch (Exception error) when (error is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new PullException($"The server's list of files is not understood: {error.Message}", error);
        }
    }

    private static RepositoryFile ReadFile(JsonElement entry)
    {
        string path = entry.GetProperty("path").GetString() ?? "";
        RepositoryFile.RequireSafe(path);
        // A file in large file storage has a git hash too, but that of the pointer to it.
        var content = entry.TryGetProperty("lfs", out var stored) && stored.ValueKind == JsonValueKind.Object ? stored : entry;
        long size = content.GetProperty("size").GetInt64();
        return size >= 0
            ? new RepositoryFile(path, size, ContentHash.Parse(content.GetProperty("oid").GetString()))
            : throw new PullException($"The server's list says that '{path}' has {size} bytes.");
    }
}
