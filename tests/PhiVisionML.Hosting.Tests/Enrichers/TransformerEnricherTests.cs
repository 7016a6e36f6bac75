using System.Security.Cryptography;
using Microsoft.ML;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Hosting.Enrichers;
using PhiVisionML.MLNet.Storage;
using SkiaSharp;
using Xunit;

namespace PhiVisionML.Hosting.Tests.Enrichers;

public sealed class TransformerEnricherTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-enricher-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_batch_gives_answers_with_all_their_evidence()
    {
        using var enricher = new TransformerEnricher(TinyShop.Open(_context), "abc");
        string[] pictures = ["product.png", "square.png", "banner.png"];

        var results = await enricher.EnrichAsync([.. pictures.Select((name, i) => TinyShop.Product($"P{i}", TinyShop.Picture(name)))], Cancellation);

        Assert.Equal(pictures.Length, results.Count);
        Assert.All(results.Zip(pictures), pair =>
        {
            var answer = pair.First.Answer!;
            Assert.Equal(["title", "category", "price"], answer.Fields.Select(field => field.Name));
            Assert.All(answer.Fields, field => Assert.InRange(field.Probability!.Value, 0, 1));
            Assert.Contains(answer.Fields[1].Value, TinyShop.Categories);
            Assert.Contains(answer.Fields[1].RunnerUp, TinyShop.Categories.Except([answer.Fields[1].Value]));
            Assert.InRange(answer.Fields[1].RunnerUpProbability!.Value, 0, 1 - answer.Fields[1].Probability!.Value + 1e-6);
            Assert.Matches(@"^\d+\.\d\d$", answer.Fields[2].Value);
            Assert.Equal(answer.Text, string.Concat(answer.Tokens.Select(token => token.Text)));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(TinyShop.Picture(pair.Second)))), answer.PictureHash);
            Assert.Equal((ModelFingerprint.Of(BaseModelFingerprint.Compute(TinyShop.BaseFolder)), "abc", enricher.PromptVersion), (answer.Model, answer.Adapter, answer.PromptVersion));
            Assert.True(answer is { PromptTokens: > 20, OutputTokens: > 5, Seconds: > 0, Joules: null });
        });
        Assert.Equal(PromptFingerprint.Of(TinyShop.Template.Source, "What is this {brand} product?"), enricher.PromptVersion);
    }

    [Fact]
    public async Task A_product_that_cannot_be_shown_fails_alone_and_for_good()
    {
        using var enricher = new TransformerEnricher(TinyShop.Open(_context), "");
        string[] broken = [Write("cut.png", File.ReadAllBytes(TinyShop.Picture("product.png"))[..200]), Write("text.png", "<svg onload=alert(1)>"u8.ToArray()), Write("empty.png", [])];
        string huge = Huge();
        EnrichmentProduct[] products =
        [
            TinyShop.Product("good", TinyShop.Picture("product.png")), .. broken.Select(path => TinyShop.Product("broken", path)),
            TinyShop.Product("missing", Path.Combine(_folder, "none.png")), TinyShop.Product("huge", huge), TinyShop.Product("good, too", TinyShop.Picture("square.png")),
            TinyShop.Product("none", "") with { Pictures = [] },
        ];

        var results = await enricher.EnrichAsync(products, Cancellation);

        Assert.Equal([false, true, true, true, true, true, false, true], results.Select(result => result.IsPermanent && result.Error!.Length > 0 && result.Answer is null));
        Assert.Contains("10000 × 10000 = 100000000 pixels, more than the 50000000 allowed", results[5].Error, StringComparison.Ordinal);
        Assert.Contains("does not exist", results[4].Error, StringComparison.Ordinal);
        Assert.Equal("The product 'none' has no picture.", results[7].Error);
        var alone = await enricher.EnrichAsync([products[6]], Cancellation);
        Assert.Equal(alone[0].Answer!.Text, results[6].Answer!.Text);
    }

    [Fact]
    public async Task Devices_folders_and_strange_names_are_no_pictures()
    {
        using var enricher = new TransformerEnricher(TinyShop.Open(_context), "");

        var results = await enricher.EnrichAsync([.. new[] { "/dev/zero", "/dev/null", _folder, "a\0b", "" }.Select(path => TinyShop.Product("odd", path))], Cancellation);

        Assert.All(results, result => Assert.True(result is { IsPermanent: true, Error.Length: > 0 }));
    }

    [Fact]
    public async Task A_column_that_the_prompt_names_must_be_there()
    {
        using var enricher = new TransformerEnricher(TinyShop.Open(_context), "");
        var product = TinyShop.Product("P", TinyShop.Picture("product.png"));

        var result = Assert.Single(await enricher.EnrichAsync([product with { Fields = new Dictionary<string, string?> { ["Colour"] = "red" } }], Cancellation));
        var other = Assert.Single(await enricher.EnrichAsync([product with { Fields = new Dictionary<string, string?> { ["BRAND"] = null } }], Cancellation));

        Assert.Equal("The model is asked with the column 'brand', which the product 'P' does not have; it has Colour.", result.Error);
        Assert.NotNull(other.Answer);
    }

    [Fact]
    public async Task Cancelling_ends_a_batch_and_is_no_products_failure()
    {
        using var enricher = new TransformerEnricher(TinyShop.Open(_context), "");
        await enricher.LoadAsync(Cancellation);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (true)
                await enricher.EnrichAsync([TinyShop.Product("P", TinyShop.Picture("product.png"))], cancellation.Token);
        });
    }

    [Fact]
    public async Task A_model_that_is_not_there_any_more_makes_the_enricher_unavailable()
    {
        string copy = Directory.CreateDirectory(Path.Combine(_folder, "base")).FullName;
        foreach (string file in Directory.EnumerateFiles(TinyShop.BaseFolder))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        using var enricher = new TransformerEnricher(TinyShop.Open(_context, options => options.BaseModelPath = copy), "");
        File.Delete(Path.Combine(copy, "model.safetensors"));

        await Assert.ThrowsAsync<EnricherUnavailableException>(() => enricher.EnrichAsync([TinyShop.Product("P", TinyShop.Picture("product.png"))], Cancellation));
    }

    [Fact]
    public async Task A_saved_model_is_opened_with_its_fingerprint()
    {
        string adapter = TinyShop.SaveAdapter(_context, Path.Combine(_folder, "adapter"), seed: 3);
        using var enricher = TransformerEnricher.Open(_context, adapter, new() { BatchSize = 2 });

        var result = Assert.Single(await enricher.EnrichAsync([TinyShop.Product("P", TinyShop.Picture("product.png"))], Cancellation));

        Assert.Equal(ModelFingerprint.OfFile(adapter), result.Answer!.Adapter);
        Assert.Equal(2, enricher.BatchSize);
        await Assert.ThrowsAsync<ArgumentException>(() => enricher.EnrichAsync([.. Enumerable.Repeat(TinyShop.Product("P", ""), 3)], Cancellation));
    }

    [Fact]
    public void A_model_without_a_template_is_refused()
        => Assert.Throws<ArgumentException>(() => new TransformerEnricher(TinyShop.Open(_context, options => (options.Template, options.Choices) = (null, new Dictionary<string, IReadOnlyList<string>>())), ""));

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    // A hundred million pixels in a few hundred kilobytes.
    private string Huge()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(10_000, 10_000, SKColorType.Gray8));
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return Write("huge.png", data.ToArray());
    }
}
