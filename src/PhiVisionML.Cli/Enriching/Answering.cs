using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Prompts;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Runs;

namespace PhiVisionML.Cli.Enriching;

/// <summary>Who answers, and what is asked.</summary>
/// <param name="Enricher">Who answers; nothing is loaded yet.</param>
/// <param name="Template">The answer's template.</param>
/// <param name="Prompt">The prompt.</param>
/// <param name="Adapter">Fingerprint of the adapter, or the name of a remote model.</param>
internal sealed record Answering(IProductEnricher Enricher, AnswerTemplate Template, PromptTemplate Prompt, string Adapter) : IDisposable
{
    /// <summary>The question.</summary>
    /// <param name="round">Another text asks again what was answered.</param>
    /// <param name="priority">Higher ones go first.</param>
    public CatalogQuestion Question(string round = "", int priority = 0) => new(Template, Prompt, Enricher.PromptVersion, Adapter) { Round = round, Priority = priority };

    public void Dispose() => (Enricher as IDisposable)?.Dispose();
}
