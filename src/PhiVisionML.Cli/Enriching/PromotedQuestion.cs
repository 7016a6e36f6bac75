using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Releases;
using PhiVisionML.Enrichment.Runs;
using PhiVisionML.Hosting;

namespace PhiVisionML.Cli.Enriching;

/// <summary>What the adapter in force is asked; it changes with it.</summary>
/// <param name="releases">Says which one is in force.</param>
/// <param name="options">How models are opened.</param>
internal sealed class PromotedQuestion(IAdapterReleases releases, LocalModelOptions options)
{
    private readonly Lock _gate = new();   // many requests may ask at once; the adapter is opened once
    private CatalogQuestion? _question;

    /// <summary>The question now.</summary>
    /// <exception cref="EnricherUnavailableException">No adapter is in force, or its file cannot be opened.</exception>
    public async Task<CatalogQuestion> GetAsync(CancellationToken cancellation)
    {
        var release = await releases.GetCurrentAsync(cancellation).ConfigureAwait(false) ?? throw new EnricherUnavailableException("No adapter is in force; put one in force with 'phivision enrich promote'.");
        lock (_gate)
        {
            if (_question?.Adapter != release.Fingerprint)
                _question = Read(release);
            return _question;
        }
    }

    private CatalogQuestion Read(AdapterRelease release)
    {
        try
        {
            using var enricher = options.Open(release.Path);
            return new CatalogQuestion(enricher.Template, enricher.Prompt, enricher.PromptVersion, release.Fingerprint);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new EnricherUnavailableException($"The adapter in force cannot be opened from '{release.Path}': {e.Message}", e);
        }
    }
}
