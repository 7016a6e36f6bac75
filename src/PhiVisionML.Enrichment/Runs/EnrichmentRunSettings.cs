using PhiVisionML.Enrichment.Policies;

namespace PhiVisionML.Enrichment.Runs;

/// <summary>What a run is to do; stored with it.</summary>
public sealed record EnrichmentRunSettings
{
    /// <summary>The catalog's name. SKUs are one product's within it.</summary>
    public required string Catalog { get; init; }

    /// <summary>Where the products came from, for people: a file's path, say.</summary>
    public string Source { get; init; } = "";

    /// <summary>The folder that no picture of the products lies outside of; <c>null</c> if there is none.</summary>
    public string? PictureFolder { get; init; }

    /// <summary>The answer template of the model that is to answer.</summary>
    public required string Template { get; init; }

    /// <summary>What becomes of answers.</summary>
    public required EnrichmentPolicy Policy { get; init; }
}
