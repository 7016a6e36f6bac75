namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>Which files of a repository a model needs: configuration, tokenizer, weights as safetensors, and the licence. Never code, never pickles.</summary>
internal static class ModelFiles
{
    private static readonly string[] Names =
    [
        "config.json", "generation_config.json", "preprocessor_config.json", "processor_config.json",
        "tokenizer.json", "tokenizer.model", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
        "model.safetensors.index.json", "README.md",
    ];

    private static readonly string[] Required = ["config.json", "preprocessor_config.json"];

    private const string Weights = ".safetensors";

    /// <summary>The files of the top folder that a model needs.</summary>
    /// <exception cref="PullException">Without the files that are not there no model would load; they are named.</exception>
    public static IReadOnlyList<RepositoryFile> Select(string repository, IEnumerable<RepositoryFile> files)
    {
        RepositoryFile[] selected = [.. files.Where(file => IsNeeded(file.Path)).DistinctBy(file => file.Path).OrderBy(file => file.Path, StringComparer.Ordinal)];
        string[] missing =
        [
            .. Required.Where(name => !Has(name)),
            .. Has("tokenizer.json") || Has("tokenizer.model") ? Array.Empty<string>() : ["tokenizer.json"],
            .. selected.Any(file => file.Path.EndsWith(Weights, StringComparison.Ordinal)) ? Array.Empty<string>() : ["weights as " + Weights],
        ];
        return missing.Length == 0 ? selected
            : throw new PullException($"'{repository}' is not a model that could be loaded: it has no {string.Join(", no ", missing)}.");

        bool Has(string name) => selected.Any(file => file.Path == name);
    }

    private static bool IsNeeded(string path) => path.IndexOfAny(['/', '\\', ':']) < 0
        && (Names.Contains(path) || path.EndsWith(Weights, StringComparison.Ordinal)
            || path.StartsWith("LICENSE", StringComparison.OrdinalIgnoreCase) || path.StartsWith("NOTICE", StringComparison.OrdinalIgnoreCase));
}
