using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Catalog.Prompts;
using PhiVisionML.Enrichment.Answers;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Enrichment.Runs;
using System.Security.Cryptography;

namespace PhiVisionML.Review.Tests.Fakes;

/// <summary>A drawn catalog whose products a model has answered: title, category and price wait for a reviewer.</summary>
internal sealed class Sample : IDisposable
{
    public const string Template = "Product: {title}, Category: {category3_code:choice}, Full Price: {full_price:price}";

    /// <summary>What the queue asks.</summary>
    public static CatalogQuestion Question { get; } = new(AnswerTemplate.Parse(Template), PromptTemplate.Parse("Describe this {brand} product, {ProductCode}."), "5b1e", "");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("review-");

    public Sample(int products = 4, int size = 224)
    {
        Run = Enrichment.StartRunAsync(new EnrichmentRunSettings { Catalog = "luma", Source = "luma.csv", Template = Template, Policy = new EnrichmentPolicy() }).Result;
        foreach (var (row, index) in DrawnCatalog.Rows(new DrawnCatalogOptions { Products = products, Seed = 11 }).Select((row, index) => (row, index)))
            Add(row, index, size);
    }

    public FakeEnrichment Enrichment { get; } = new();

    public EnrichmentRun Run { get; }

    public string Folder => _folder.FullName;

    /// <summary>Answers a product with proposals for its title alone.</summary>
    public FakeJob Add(string sku, string picture, params FieldProposal[] proposals)
        => Enrichment.Answer(Run.Id, new EnrichmentProduct { Sku = sku, Fields = new Dictionary<string, string?>(), Pictures = [picture] }, AnswerOf("x"), proposals);

    public static ProductAnswer AnswerOf(string text, params AnsweredField[] fields)
        => new() { Text = text, Fields = fields, Model = "phivision-tiny", PromptVersion = "5b1e", PictureHash = "", PromptTokens = 812, OutputTokens = 31, Seconds = 0.42 };

    public static FieldProposal Waits(string field, string? current, string proposed, double? confidence) => new(field, current, proposed, confidence, ProposalState.Pending);

    public void Dispose() => _folder.Delete(recursive: true);

    private void Add(DrawnCatalogRow row, int index, int size)
    {
        string path = Path.Combine(Folder, row.ProductCode + ".jpg");
        byte[] picture = ProductPainter.PaintJpeg(row.Pictured, size);
        File.WriteAllBytes(path, picture);
        var template = AnswerTemplate.Parse(Template);
        string price = template.Field("full_price").Normalize(row.TrueFullPrice.ToString(System.Globalization.CultureInfo.InvariantCulture));
        double sure = 0.97 - 0.09 * (index % 5);
        AnsweredField[] fields =
        [
            new("title", row.TrueTitle, sure),
            new("category3_code", row.TrueCategory3Code, sure / 2 + 0.45) { RunnerUp = "LU-SCA", RunnerUpProbability = 0.5 - sure / 2 },
            new("full_price", price, sure - 0.2),
        ];
        var answer = AnswerOf($"Product: {row.TrueTitle}, Category: {row.TrueCategory3Code}, Full Price: {price}", fields) with
        {
            PictureHash = Convert.ToHexStringLower(SHA256.HashData(picture)),
            Tokens = [new("Product: ", 1), .. row.TrueTitle.Split(' ').Select((word, at) => new AnsweredToken((at > 0 ? " " : "") + word, Math.Max(0.3, 1 - 0.14 * at))), new($", Category: {row.TrueCategory3Code}", 0.97), new($", Full Price: {price}", 0.74)],
        };
        var product = new EnrichmentProduct
        {
            Sku = row.ProductCode,
            RowNumber = index + 1,
            Fields = new Dictionary<string, string?> { ["title"] = row.Title, ["brand"] = "Luma", ["currency_code"] = row.CurrencyCode, ["supplier_note"] = "Autumn collection, second delivery", ["category3_code"] = null },
            Pictures = [path],
            PictureHash = answer.PictureHash,
        };
        Enrichment.Answer(Run.Id, product, answer,
            Waits("title", index % 2 == 0 ? null : "Untitled product", row.TrueTitle, fields[0].Probability),
            Waits("category3_code", null, row.TrueCategory3Code, fields[1].Probability),
            Waits("full_price", null, price, fields[2].Probability));
    }
}
