namespace PhiVisionML.MLNet.Storage;

/// <summary>The folders in which Hugging Face's tools keep downloaded models.</summary>
/// <param name="environmentVariable">Gives the value of an environment variable, null if it is not set.</param>
internal sealed class HuggingFaceCache(Func<string, string?> environmentVariable)
{
    private const string Prefix = "models--";
    private const string Separator = "--";

    /// <summary>The folder of the cache; null when nothing tells where it is.</summary>
    public string? Folder
        => Value("HF_HUB_CACHE")
            ?? Under("HF_HOME", "hub")
            ?? Under("XDG_CACHE_HOME", "huggingface", "hub")
            ?? Under("HOME", ".cache", "huggingface", "hub")
            ?? Under("USERPROFILE", ".cache", "huggingface", "hub");

    /// <summary>The snapshots of a model, the wanted revision first. Without its owner's name, those of all owners.</summary>
    public IEnumerable<string> Find(string modelId, string? revision)
    {
        if (Folder is not { } folder || !Directory.Exists(folder))
            return [];
        var name = modelId.Replace("/", Separator, StringComparison.Ordinal);
        return Directory.EnumerateDirectories(folder, Prefix + "*")
            .Where(model => IsModel(Path.GetFileName(model), name))
            .Select(model => Path.Combine(model, "snapshots"))
            .Where(Directory.Exists)
            .SelectMany(Directory.EnumerateDirectories)
            .OrderByDescending(snapshot => Path.GetFileName(snapshot) == revision)
            .ThenBy(snapshot => snapshot, StringComparer.Ordinal);
    }

    /// <summary>"models--owner--name" as "owner/name"; null for another folder.</summary>
    public static string? ModelIdOf(string folderName)
        => folderName.StartsWith(Prefix, StringComparison.Ordinal)
            ? folderName[Prefix.Length..].Replace(Separator, "/", StringComparison.Ordinal)
            : null;

    private static bool IsModel(string folderName, string name)
        => folderName.Equals(Prefix + name, StringComparison.OrdinalIgnoreCase)
            || folderName.EndsWith(Separator + name, StringComparison.OrdinalIgnoreCase);

    private string? Value(string variable) => environmentVariable(variable) is { Length: > 0 } value ? value : null;

    private string? Under(string variable, params string[] parts)
        => Value(variable) is { } folder ? Path.Combine([folder, .. parts]) : null;
}
