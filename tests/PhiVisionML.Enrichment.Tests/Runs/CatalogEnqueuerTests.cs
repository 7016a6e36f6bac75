using PhiVisionML.Catalog.Prompts;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Enrichment.Runs;
using Xunit;

namespace PhiVisionML.Enrichment.Tests.Runs;

public sealed class CatalogEnqueuerTests : IAsyncDisposable
{
    private static readonly EnrichmentPolicy Accepting = new() { Default = new FieldPolicy { AcceptAt = 0.8 } };

    private readonly Shop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Every_row_is_a_job_or_is_said_why_not()
    {
        _shop.Write(["1", "", "", "", "1.jpg"], ["2", "Mug", "", "", "2.jpg"], ["3", "Cup", "cups", "3", "3.jpg"], ["4", "", "", "", "none.jpg"], ["1", "", "", "", "5.jpg"], ["6", "", "", "", "../6.jpg"]);

        var result = await _shop.EnqueueAsync();

        Assert.Equal((3, 2, 0, 1), (result.Products, result.Queued, result.Unchanged, result.Complete));
        Assert.Equal([4, 5, 6], result.Rejected.Select(row => row.RowNumber).Order());
        Assert.Contains("that of row 1", result.Rejected.Single(row => row.RowNumber == 5).Reason, StringComparison.Ordinal);
        Assert.Equal([new FieldCoverage("title", 2, 3), new FieldCoverage("kind", 1, 3), new FieldCoverage("price", 1, 3)], result.Coverage);
        Assert.Equal(2, (await _shop.Database.Jobs.CountAsync(result.RunId)).Ready);
    }

    [Fact]
    public async Task A_code_that_cannot_be_stored_keeps_its_own_row_out_alone()
    {
        _shop.Write([new string('é', 751), "", "", "", "1.jpg"], ["a\0b", "", "", "", "2.jpg"], [new string('é', 750), "", "", "", "3.jpg"]);

        var result = await _shop.EnqueueAsync();

        Assert.Equal((1, 1), (result.Products, result.Queued));
        Assert.Equal(
            [(1, "The product code has 1502 bytes; at most 1500 can be stored. Give the product a shorter one."), (2, "The product code has U+0000 or half of a surrogate pair in it, which cannot be stored. Give the product one of ordinary characters.")],
            result.Rejected.Select(row => (row.RowNumber, row.Reason)));
    }

    [Fact]
    public async Task A_prompt_may_name_the_products_code()
    {
        _shop.Write(["A-1", "", "", "", "1.jpg"]);

        await _shop.EnqueueAsync(Shop.Question with { Prompt = PromptTemplate.Parse("What is {ProductCode}, called {title}?") });

        var job = Assert.Single(await _shop.Database.Jobs.ClaimAsync("w", 1, isIdle: true, TimeSpan.FromMinutes(1)));
        Assert.Equal(("A-1", null), (job.Product.Fields["ProductCode"], job.Product.Fields["title"]));
    }

    [Fact]
    public async Task What_has_not_changed_is_queued_once_and_what_has_changed_once_more()
    {
        string[][] rows = [["1", "", "", "", "1.jpg"], ["2", "", "", "", "2.jpg"], ["3", "", "", "", "3.jpg"]];
        _shop.Write(rows);
        var first = await _shop.EnqueueAsync();
        var again = await _shop.EnqueueAsync();
        rows[1][2] = "cups";
        _shop.Write(rows);
        File.WriteAllText(_shop.In("3.jpg"), "another picture");
        var changed = await _shop.EnqueueAsync();

        Assert.Equal((first.RunId, 0, 3), (again.RunId, again.Queued, again.Unchanged));
        Assert.Equal((2, 1), (changed.Queued, changed.Unchanged));
        Assert.Equal(3, (await _shop.EnqueueAsync(Shop.Question with { Adapter = "a2" })).Queued);
        Assert.Equal(3, (await _shop.EnqueueAsync(Shop.Question with { PromptVersion = "v2" })).Queued);
        Assert.Equal(3, (await _shop.EnqueueAsync(Shop.Question with { Round = "again" })).Queued);
        Assert.Equal(0, (await _shop.EnqueueAsync()).Queued);
    }

    [Fact]
    public async Task Another_policy_is_another_run()
    {
        _shop.Write(["1", "", "", "", "1.jpg"]);

        Assert.NotEqual((await _shop.EnqueueAsync()).RunId, (await _shop.EnqueueAsync(policy: Accepting)).RunId);
    }

    [Fact]
    public async Task A_product_is_not_asked_again_because_its_answer_was_written()
    {
        _shop.Write(["1", "", "", "", "1.jpg"]);
        await _shop.EnqueueAsync(policy: Accepting);
        await _shop.AnswerAsync(_ => ("Mug", "mugs", "3.00"), Accepting);

        var again = await _shop.EnqueueAsync(policy: Accepting);

        Assert.Equal((0, 1, 0), (again.Queued, again.Unchanged, again.Complete));
        Assert.Equal([1, 1, 0], again.Coverage.Select(field => field.Filled));
    }

    [Fact]
    public async Task Values_that_were_written_are_the_current_ones_for_the_next_adapter()
    {
        _shop.Write(["1", "", "", "", "1.jpg"]);
        await _shop.EnqueueAsync(policy: Accepting);
        await _shop.AnswerAsync(_ => ("Mug", "mugs", "3.00"), Accepting);

        await _shop.EnqueueAsync(Shop.Question with { Adapter = "a2" }, Accepting);
        await _shop.AnswerAsync(_ => ("Cup", "cups", "4.00"), Accepting);

        var values = await _shop.Database.Ledger.GetValuesAsync("shop").ToListAsync();
        Assert.Equal([("kind", "mugs"), ("title", "Mug")], values.Select(value => (value.Field, value.Value)));   // only empty ones are written
    }
}
