using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Prompts;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Enrichment.Answers;
using PhiVisionML.Enrichment.Export;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Enrichment.Runs;
using PhiVisionML.Enrichment.Stores;

namespace PhiVisionML.Enrichment.Tests.Runs;

/// <summary>A folder with a catalog, pictures that nobody opens, and a database.</summary>
internal sealed class Shop : IAsyncDisposable
{
    public static readonly CatalogQuestion Question = new(AnswerTemplate.Parse("Product: {title}, Category: {kind:choice}, Price: {price:price}"), PromptTemplate.Parse("What is it?"), "v1", "a1");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("phivision-shop");

    public Shop() => Database = EnrichmentDatabase.Open(In("shop.db"));

    public EnrichmentDatabase Database { get; }

    public ProductSourceOptions Source => new() { ImageFolder = _folder.FullName };

    public string Table => In("catalog.csv");

    public string In(string name) => Path.Combine(_folder.FullName, name);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Writes the catalog; a row is code, title, kind, price, picture. Pictures are made, but for those called none.</summary>
    public void Write(params string[][] rows)
    {
        foreach (string picture in rows.Select(row => row[4]).Where(name => !name.StartsWith("none", StringComparison.Ordinal)))
            File.WriteAllText(In(picture), "picture " + picture);
        CsvProductSink.Write(Table, ["sku", "title", "kind", "price", "image"], rows);
    }

    public async Task<EnqueueResult> EnqueueAsync(CatalogQuestion? question = null, EnrichmentPolicy? policy = null)
    {
        await Database.Jobs.InitializeAsync();
        var run = await Database.Jobs.FindOrStartRunAsync(new EnrichmentRunSettings { Catalog = "shop", Source = Table, PictureFolder = _folder.FullName, Template = Question.Template.Source, Policy = policy ?? new EnrichmentPolicy() });
        return await new CatalogEnqueuer(Database.Jobs, Database.Ledger).EnqueueAsync(run, Table, Source, question ?? Question);
    }

    /// <summary>Answers all jobs as the policy of their run wants it.</summary>
    public async Task AnswerAsync(Func<string, (string Title, string Kind, string Price)?> answer, EnrichmentPolicy policy)
    {
        foreach (var job in await Database.Jobs.ClaimAsync("w", 100, isIdle: true, TimeSpan.FromMinutes(1)))
        {
            if (answer(job.Product.Sku) is not { } said)
            {
                await Database.Jobs.FailAsync("w", job, "The picture is broken.", isPermanent: true);
                continue;
            }

            var evidence = new ProductAnswer
            {
                Text = "…",
                Model = "m",
                PromptVersion = "v1",
                PictureHash = job.Product.PictureHash,
                Fields = [new("title", said.Title, 0.9), new("kind", said.Kind, 0.9), new("price", said.Price, 0.5)],
            };
            await Database.Jobs.CompleteAsync("w", [new CompletedJob(job, evidence, policy.Decide(Question.Template, job.Product, evidence))]);
        }
    }

    public async Task<ExportResult> ExportAsync(string name, ExportFormat format = ExportFormat.Csv)
        => await new CatalogExport(Database.Jobs, Database.Ledger).WriteAsync("shop", Question.Template, Table, Source, In(name), format);

    public IReadOnlyList<Product> Read(string name) => ProductSource.ReadAll(In(name), new ProductSourceOptions { RequireImages = false }).Products;
}
