using System.Text.Json;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Cli.Output;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;
using Xunit;

namespace PhiVisionML.Cli.Tests.Enriching;

/// <summary>What is done with a run when it is over: looked at, taken back, repeated, learned from.</summary>
[Collection(nameof(EnrichmentTests))]
public sealed class EnrichLedgerTests(EnrichedShop shop)
{
    private readonly string _folder = shop.NewFolder();

    private string Store => Path.Combine(_folder, "shop.db");

    private string Out => Path.Combine(_folder, "filled.csv");

    [Fact]
    public async Task A_run_is_shown_and_taken_back()
    {
        string table = shop.WriteGaps(_folder, products: 3);
        await FillAsync(table, "--accept-at", "0");

        var status = await EnrichedShop.JsonAsync("enrich", "status", "--store", Store);
        Assert.Equal(["store", "runs", "review", "cost", "adapter", "given_up"], status.EnumerateObject().Select(member => member.Name));
        Assert.Equal(["id", "started_at", "catalog", "source", "jobs"], status.GetProperty("runs")[0].EnumerateObject().Select(member => member.Name));
        Assert.All(status.GetProperty("review").EnumerateArray(), field => Assert.Equal(3, field.GetProperty("accepted").GetInt32()));
        Assert.True(status.GetProperty("cost").GetProperty("output_tokens").GetInt32() > 0);

        Assert.Equal(6, (await EnrichedShop.JsonAsync("enrich", "revert", "--run", "1", "--store", Store)).GetProperty("reverted").GetInt32());
        var export = await EnrichedShop.JsonAsync(["enrich", "export", table, .. shop.Images, "--store", Store, "--out", Out]);
        Assert.Equal(0, export.GetProperty("changed").GetInt32());
        Assert.All(ProductSource.ReadAll(Out, new ProductSourceOptions { ImageFolder = shop.Images[1] }).Products, product => Assert.True(string.IsNullOrEmpty(product.Fields["category3_code"])));
        Assert.Contains("Nothing of the run", (await EnrichedShop.RunAsync("enrich", "revert", "--run", "1", "--store", Store)).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_product_that_failed_runs_again_when_its_picture_is_mended()
    {
        string picture = Path.Combine(_folder, "a.jpg"), table = Path.Combine(_folder, "one.csv");
        File.WriteAllText(picture, "no picture");
        File.WriteAllLines(table, ["product_code,title,category3_code,full_price,local_image_path", "A,,,,a.jpg"]);
        string[] run = ["enrich", "run", table, "--model", shop.Model, "--accept-at", "0", "--store", Store, "--out", Out];
        Assert.Equal(1, (await EnrichedShop.JsonAsync(run)).GetProperty("jobs").GetProperty("dead").GetInt32());
        var status = await EnrichedShop.JsonAsync("enrich", "status", "--store", Store, "--run", "1");
        Assert.Equal("A", status.GetProperty("given_up")[0].GetProperty("sku").GetString());

        Assert.Equal(1, (await EnrichedShop.JsonAsync("enrich", "requeue", "--store", Store, "--run", "1")).GetProperty("requeued").GetInt32());
        File.Copy(shop.Rows[0].ImagePaths[0], picture, overwrite: true);
        Assert.Equal(1, (await EnrichedShop.JsonAsync(run)).GetProperty("export").GetProperty("changed").GetInt32());
    }

    [Theory]
    [InlineData("no run 7", "status", "--run", "7")]
    [InlineData("no run 7", "requeue", "--run", "7")]
    [InlineData("no run 7", "revert", "--run", "7")]
    [InlineData("no adapter before", "rollback")]
    [InlineData("no run of the catalog 'other'", "corrections", "--name", "other", "--out", "out.csv")]
    [InlineData("has no run of the catalog 'other'", "export", "TABLE", "--name", "other", "--out", "out.csv")]
    [InlineData("cannot be put in force", "promote", "--model", "TABLE")]
    [InlineData("There is no database", "status", "--store", "none.db")]
    public async Task What_is_not_there_ends_with_code_1_and_a_sentence(string complaint, params string[] arguments)
    {
        string table = shop.WriteGaps(_folder);
        await EnrichedShop.LookAsync(Store, _ => Task.FromResult(true));
        string[] store = arguments.Contains("--store") ? [] : ["--store", Store];

        var (code, _, errors) = await EnrichedShop.RunAsync(["enrich", .. arguments.Select(argument => argument == "TABLE" ? table : argument), .. store]);

        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains(complaint, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_calibrated_policy_is_what_a_run_decides_by()
    {
        string policy = Path.Combine(_folder, "policy.json");
        var fit = await EnrichedShop.JsonAsync(["enrich", "calibrate", "--model", shop.Model, "--data", shop.Table, "--error-rate", "0.9", "--certainty", "0.5", "--out", policy]);
        Assert.Equal(["category3_code", "full_price"], fit.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("field").GetString()));
        var written = PolicyFile.Read(policy);
        Assert.Equal(2, written.Fields.Count);

        await FillAsync(shop.WriteGaps(_folder, products: 2), "--policy", policy, "--accept-at", "category3_code=0.125");

        var stored = await EnrichedShop.LookAsync(Store, async database => (await database.Jobs.GetRunAsync(1)).Settings.Policy);
        Assert.Equal(written.Fields["full_price"], stored.Fields["full_price"]);
        Assert.Equal(written.Fields["category3_code"] with { AcceptAt = 0.125 }, stored.Fields["category3_code"]);
    }

    [Fact]
    public async Task What_reviewers_decided_trains_the_next_adapter_which_is_promoted_and_rolled_back()
    {
        await FillAsync(shop.WriteGaps(_folder));
        await EnrichedShop.LookAsync(Store, async database =>
        {
            foreach (var item in await database.Ledger.GetReviewAsync(new ReviewFilter(), 0, EnrichedShop.Products))
                await database.Ledger.DecideAsync(item.Proposals.Select(proposal => new ProposalDecision(proposal.Id, Accept: true, proposal.Field == "full_price" ? "12.50" : null)).ToList(), "anna");
            return true;
        });
        string corrections = Path.Combine(_folder, "corrections.csv"), next = Path.Combine(_folder, "next.zip");
        var reviewed = await EnrichedShop.JsonAsync("enrich", "corrections", "--store", Store, "--name", "gaps", "--out", corrections);
        Assert.Equal((EnrichedShop.Products, EnrichedShop.Products), (reviewed.GetProperty("rows").GetInt32(), reviewed.GetProperty("changed").GetInt32()));
        Assert.All(ProductSource.ReadAll(corrections, new ProductSourceOptions { ImageFolder = shop.Images[1] }).Products, product => Assert.Equal("12.50", product.Fields["full_price"]));

        var trained = await EnrichedShop.JsonAsync([.. EnrichedShop.Training(shop.Table, next), "--corrections", corrections, "--previous", shop.Model]);

        int held = trained.GetProperty("rows_test").GetInt32();
        var comparison = trained.GetProperty("comparison");
        Assert.True(held > 0);
        Assert.Equal(held, comparison.GetProperty("rows").GetInt32());
        Assert.Equal(2 * (EnrichedShop.Products - held), trained.GetProperty("rows_train").GetInt32());   // corrections of held-out products are left out
        Assert.Equal(["name", "right_before", "right_now", "gained", "lost", "p_value"], comparison.GetProperty("fields")[0].EnumerateObject().Select(member => member.Name));

        string first = (await PromoteAsync(shop.Model)).GetProperty("fingerprint").GetString()!, second = (await PromoteAsync(next)).GetProperty("fingerprint").GetString()!;
        Assert.NotEqual(first, second);
        Assert.Equal(second, (await EnrichedShop.JsonAsync("enrich", "status", "--store", Store)).GetProperty("adapter").GetProperty("fingerprint").GetString());
        Assert.Equal(first, (await EnrichedShop.JsonAsync("enrich", "rollback", "--store", Store)).GetProperty("fingerprint").GetString());
    }

    [Fact]
    public async Task An_adapter_that_waiting_jobs_cannot_be_asked_with_is_put_in_force_by_force_alone()
    {
        string next = Path.Combine(_folder, "next.zip");
        await EnrichedShop.JsonAsync([.. EnrichedShop.Training(shop.Table, next), "--prompt", "Look at {ProductCode}, called {title}."]);
        await EnrichedShop.JsonAsync(["enrich", "add", shop.WriteGaps(_folder, products: 2), .. shop.Asking, "--store", Store]);
        await PromoteAsync(shop.Model);

        var (code, _, errors) = await EnrichedShop.RunAsync("enrich", "promote", "--model", next, "--store", Store);

        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains("2 of them carry the columns category3_code, full_price, and it is asked with title, too", errors, StringComparison.Ordinal);
        var forced = await EnrichedShop.JsonAsync("enrich", "promote", "--model", next, "--store", Store, "--force");
        Assert.Equal(next, forced.GetProperty("path").GetString());
        Assert.Equal(shop.Model, (await EnrichedShop.JsonAsync("enrich", "rollback", "--store", Store)).GetProperty("path").GetString());
    }

    private Task<JsonElement> PromoteAsync(string model) => EnrichedShop.JsonAsync("enrich", "promote", "--model", model, "--store", Store);

    private Task<JsonElement> FillAsync(string table, params string[] options) => EnrichedShop.JsonAsync(["enrich", "run", table, .. shop.Asking, .. options, "--store", Store, "--out", Out]);
}
