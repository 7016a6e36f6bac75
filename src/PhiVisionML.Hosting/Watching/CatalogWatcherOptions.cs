using PhiVisionML.Catalog.Sources;
using PhiVisionML.Enrichment.Policies;

namespace PhiVisionML.Hosting.Watching;

/// <summary>Which folder is watched, and what becomes of the catalogs in it.</summary>
public sealed record CatalogWatcherOptions
{
    /// <summary>The folder. Files that are put into it are queued; answered, they go to its folder <c>done</c>, beside the filled-in catalog.</summary>
    public required string Folder { get; init; }

    /// <summary>How catalogs are read. Default: their pictures are relative to the watched folder.</summary>
    public ProductSourceOptions? Source { get; init; }

    /// <summary>What becomes of answers. Default: every value waits for a reviewer.</summary>
    public EnrichmentPolicy Policy { get; init; } = new();

    /// <summary>How often the folder is looked at; a file is taken when it was the same twice. Default two seconds; above zero.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);
}
