using System.Globalization;
using PhiVisionML.Enrichment.Answers;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;

namespace PhiVisionML.Chaos.Workers;

/// <summary>Looks at nothing, takes its time, and never says the same twice: what was stored shows which answer it came from.</summary>
/// <param name="notes">A folder that outlives workers: what was answered, and which failures there have been.</param>
/// <param name="pace">How long a product takes.</param>
internal sealed class FakeEnricher(string notes, TimeSpan pace) : IProductEnricher
{
    private const string AnswersPrefix = "answers-";

    private readonly string _answers = AnswersOf(notes, Environment.ProcessId);

    /// <summary>The notes of what a worker answered, a SKU a line; they are there as soon as it has a job.</summary>
    public static string AnswersOf(string notes, int process) => Path.Combine(notes, AnswersPrefix + process.ToString(CultureInfo.InvariantCulture));

    /// <summary>The notes of all workers.</summary>
    public static IEnumerable<string> AllAnswers(string notes) => Directory.EnumerateFiles(notes, AnswersPrefix + "*");

    public int BatchSize => 4;

    public int MaxConcurrency => 1;

    public string PromptVersion => "p1";

    public Task LoadAsync(CancellationToken cancellation = default) => Task.CompletedTask;

    public async Task<IReadOnlyList<EnrichmentResult>> EnrichAsync(IReadOnlyList<EnrichmentProduct> products, CancellationToken cancellation)
    {
        await File.AppendAllTextAsync(_answers, "", cancellation);
        await Task.Delay(pace * products.Count, cancellation);
        await File.AppendAllLinesAsync(_answers, products.Select(p => p.Sku), cancellation);
        return [.. products.Select(p => Products.FateOf(p.Sku) switch
        {
            Fate.Fails => EnrichmentResult.Failed("This product fails for good.", isPermanent: true),
            Fate.FailsTwice when FailsYet(p.Sku) => EnrichmentResult.Failed("This product fails twice.", isPermanent: false),
            _ => EnrichmentResult.Of(Answer(p)),
        })];
    }

    private bool FailsYet(string sku)
    {
        foreach (int failure in (int[])[1, 2])
        {
            string note = Path.Combine(notes, $"failure-{failure}-{sku}");
            if (File.Exists(note))
                continue;
            File.WriteAllText(note, "");
            return true;
        }

        return false;
    }

    private static ProductAnswer Answer(EnrichmentProduct product)
    {
        string brand = $"{product.Sku}-{Guid.NewGuid():N}", colour = $"{product.Sku}-{Guid.NewGuid():N}";
        return new ProductAnswer
        {
            Text = $"brand: {brand}; colour: {colour}",
            Fields = [new AnsweredField("brand", brand, 0.9), new AnsweredField("colour", colour, 0.4)],
            Tokens = [.. Enumerable.Range(0, 20).Select(i => new AnsweredToken("token", 0.9 + i / 1000.0))],
            Model = "none",
            PromptVersion = "p1",
            PictureHash = "",
        };
    }
}
