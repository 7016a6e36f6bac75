using System.Text.Json;
using PhiVisionML.Enrichment.Jobs;

namespace PhiVisionML.Enrichment.Runs;

/// <summary>Goes on with a run where the same is to be done once more.</summary>
public static class RunFinder
{
    /// <summary>The newest run of the catalog if it has these very settings, else a new one.</summary>
    /// <param name="store">The store.</param>
    /// <param name="settings">What is to be done.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<EnrichmentRun> FindOrStartRunAsync(this IEnrichmentJobStore store, EnrichmentRunSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(settings);
        var newest = (await store.GetRunsAsync(cancellation).ConfigureAwait(false)).FirstOrDefault(run => run.Settings.Catalog == settings.Catalog);
        return newest is not null && Text(newest.Settings) == Text(settings) ? newest : await store.StartRunAsync(settings, cancellation).ConfigureAwait(false);
    }

    // Equal records with equal dictionaries in them are not equal; their texts are. A dictionary is written in a fixed order.
    private static string Text(EnrichmentRunSettings settings) => JsonSerializer.Serialize(settings with
    {
        Policy = settings.Policy with { Fields = new SortedDictionary<string, Policies.FieldPolicy>(settings.Policy.Fields.ToDictionary(), StringComparer.Ordinal) },
    });
}
