using PhiVisionML.Enrichment.Export;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Enrichment.Runs;
using PhiVisionML.Enrichment.Tests.Runs;
using Xunit;

namespace PhiVisionML.Enrichment.Tests.Export;

public sealed class CatalogExportTests : IAsyncDisposable
{
    private static readonly EnrichmentPolicy Accepting = new() { Default = new FieldPolicy { AcceptAt = 0.8 } };

    private readonly Shop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Every_row_is_there_with_its_values_state_and_error()
    {
        await AnswerAsync();

        var result = await _shop.ExportAsync("out.csv");
        var rows = _shop.Read("out.csv");

        Assert.Equal(["Mug", null, "'=1+1", "Full", null], rows.Select(row => row.Fields["title"]));
        Assert.Equal(["review", "failed", "review", "complete", "rejected"], rows.Select(row => row.Fields["enrichment_state"]));
        Assert.Equal([null, "The picture is broken."], rows.Take(2).Select(row => row.Fields["enrichment_error"]));
        Assert.Contains("none.jpg", rows[4].Fields["enrichment_error"], StringComparison.Ordinal);
        Assert.Equal(("title, kind", "0.9000", null), (rows[0].Fields["enriched_fields"], rows[0].Fields["title_confidence"], rows[0].Fields["price_confidence"]));
        Assert.Equal((5, 2, 2, 0, 2), (result.Rows, result.Changed, result.Pending, result.Open, result.Failed));
        Assert.Equal([new FieldCoverage("title", 2, 4), new FieldCoverage("kind", 1, 4), new FieldCoverage("price", 1, 4)], result.Before);
        Assert.Equal([3, 3, 1], result.After.Select(field => field.Filled));
    }

    [Theory]
    [InlineData(ExportFormat.JsonLines, "out.jsonl")]
    [InlineData(ExportFormat.Parquet, "out.parquet")]
    public async Task Other_formats_say_the_same_and_leave_texts_as_they_are(ExportFormat format, string name)
    {
        await AnswerAsync();

        await _shop.ExportAsync("out.csv");
        await _shop.ExportAsync(name, format);

        var (csv, other) = (_shop.Read("out.csv"), _shop.Read(name));
        Assert.Equal("=1+1", other[2].Fields["title"]);
        Assert.Equal(csv.Count, other.Count);
        for (int i = 0; i < csv.Count; i++)
            Assert.Equal(csv[i].Fields.Where(field => field.Value?.StartsWith('\'') != true).OrderBy(field => field.Key), other[i].Fields.Where(field => field.Value?.StartsWith('=') != true).OrderBy(field => field.Key));
    }

    [Fact]
    public async Task Shopify_gets_the_products_that_were_written_to()
    {
        await AnswerAsync();

        var result = await _shop.ExportAsync("import.csv", ExportFormat.Shopify);

        Assert.Equal(
            ["Handle,Title,Type,Option1 Name,Option1 Value,Variant SKU,Variant Price", "a-1,Mug,mugs,Title,Default Title,A 1,", "3,'=1+1,mugs,Title,Default Title,3,"],
            File.ReadAllLines(_shop.In("import.csv")));
        Assert.Equal(2, result.Rows);
    }

    [Fact]
    public async Task Codes_by_which_a_shop_finds_its_products_stay_as_they_are_in_its_import_and_formulas_do_not()
    {
        _shop.Write(["-17-A", "", "", "", "1.jpg"], ["=1+cmd|x!A0", "", "", "", "2.jpg"]);
        await _shop.EnqueueAsync(policy: Accepting);
        await _shop.AnswerAsync(_ => ("+Mug", "mugs", "3.00"), Accepting);

        await _shop.ExportAsync("import.csv", ExportFormat.Shopify);

        Assert.Equal(["17-a,'+Mug,mugs,Title,Default Title,-17-A,", "1-cmd-x-a0,'+Mug,mugs,Title,Default Title,'=1+cmd|x!A0,"], File.ReadAllLines(_shop.In("import.csv")).Skip(1));
    }

    [Fact]
    public async Task A_run_that_was_taken_back_leaves_the_catalog_as_it_was()
    {
        await AnswerAsync();
        var run = (await _shop.Database.Jobs.GetRunsAsync()).Single();

        await _shop.Database.Ledger.RevertRunAsync(run.Id, "eve");
        var result = await _shop.ExportAsync("out.csv");

        Assert.Equal(0, result.Changed);
        Assert.Equal(result.Before, result.After);
        Assert.Equal([null, null, "'=1+1", "Full", null], _shop.Read("out.csv").Select(row => row.Fields["title"]));
    }

    [Fact]
    public async Task What_the_owner_writes_later_holds()
    {
        await AnswerAsync();
        _shop.Write(["A 1", "Mine", "", "", "1.jpg"], ["2", "", "", "", "2.jpg"], ["3", "=1+1", "", "", "3.jpg"], ["4", "Full", "cups", "4", "4.jpg"], ["5", "", "", "", "none.jpg"]);

        await _shop.ExportAsync("out.csv");

        Assert.Equal(("Mine", "mugs"), (_shop.Read("out.csv")[0].Fields["title"], _shop.Read("out.csv")[0].Fields["kind"]));
    }

    [Fact]
    public async Task A_code_that_cannot_be_stored_is_said_in_its_row()
    {
        _shop.Write([new string('é', 751), "", "", "", "1.jpg"]);
        await _shop.EnqueueAsync();
        Assert.Equal((1, 1), (await _shop.ExportAsync("out.csv")) is var result ? (result.Rows, result.Failed) : default);
        var row = Assert.Single(_shop.Read("out.csv"));
        Assert.Equal("rejected", row.Fields["enrichment_state"]);
        Assert.Contains("at most 1500 can be stored", row.Fields["enrichment_error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_source_is_not_written_over()
    {
        await AnswerAsync();

        Assert.Contains("another file", (await Assert.ThrowsAsync<ArgumentException>(() => _shop.ExportAsync("catalog.csv"))).Message, StringComparison.Ordinal);
    }

    private async Task AnswerAsync()
    {
        _shop.Write(["A 1", "", "", "", "1.jpg"], ["2", "", "", "", "2.jpg"], ["3", "=1+1", "", "", "3.jpg"], ["4", "Full", "cups", "4", "4.jpg"], ["5", "", "", "", "none.jpg"]);
        await _shop.EnqueueAsync(policy: Accepting);
        await _shop.AnswerAsync(sku => sku == "2" ? null : ("Mug", "mugs", "3.00"), Accepting);
    }
}
