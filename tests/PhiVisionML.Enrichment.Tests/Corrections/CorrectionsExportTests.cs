using PhiVisionML.Enrichment.Corrections;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Enrichment.Tests.Runs;
using Xunit;

namespace PhiVisionML.Enrichment.Tests.Corrections;

public sealed class CorrectionsExportTests : IAsyncDisposable
{
    private static readonly EnrichmentPolicy Accepting = new() { Default = new FieldPolicy { AcceptAt = 0.8 } };

    private readonly Shop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task What_reviewers_decided_becomes_a_training_table()
    {
        _shop.Write(["1", "", "", "", "1.jpg"], ["2", "", "", "", "2.jpg"], ["3", "", "", "", "3.jpg"], ["4", "", "", "", "4.jpg"]);
        await _shop.EnqueueAsync(policy: Accepting);
        await _shop.AnswerAsync(_ => ("Mug", "mugs", "3.00"), Accepting);   // title and kind by policy, the price waits
        await DecideAsync("1", accept: true, "4.50");
        await DecideAsync("2", accept: false, null);
        await DecideAsync("3", accept: true, null);
        File.Delete(_shop.In("3.jpg"));

        var result = await new CorrectionsExport(_shop.Database.Jobs, _shop.Database.Ledger).WriteAsync("shop", pictureFolder: null, _shop.In("corrections.csv"));

        Assert.Equal((1, 1, 1, 1), (result.Rows, result.Changed, result.Incomplete, result.WithoutPicture));
        Assert.Equal(["product_code,local_image_path,title,kind,price", "1,1.jpg,Mug,mugs,4.50"], File.ReadAllLines(_shop.In("corrections.csv")));
    }

    [Fact]
    public async Task What_policies_decided_alone_is_no_correction()
    {
        _shop.Write(["1", "", "", "3", "1.jpg"]);
        await _shop.EnqueueAsync(policy: Accepting);
        await _shop.AnswerAsync(_ => ("Mug", "mugs", "3.00"), Accepting);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => new CorrectionsExport(_shop.Database.Jobs, _shop.Database.Ledger).WriteAsync("shop", null, _shop.In("c.csv")));

        Assert.Contains("Nobody has reviewed anything of the catalog 'shop'", error.Message, StringComparison.Ordinal);
    }

    private async Task DecideAsync(string sku, bool accept, string? value)
    {
        var item = Assert.Single(await _shop.Database.Ledger.GetReviewAsync(new ReviewFilter { SkuPrefix = sku }, 0, 10));
        await _shop.Database.Ledger.DecideAsync([.. item.Proposals.Where(p => p.State == ProposalState.Pending).Select(p => new ProposalDecision(p.Id, accept, value))], "eve");
    }
}
