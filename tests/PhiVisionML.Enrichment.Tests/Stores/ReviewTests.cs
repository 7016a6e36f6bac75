using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;
using Xunit;

namespace PhiVisionML.Enrichment.Tests.Stores;

public sealed class SqliteReviewTests() : ReviewTests(new SqlitePlace());

public sealed class PostgresReviewTests(PostgresFixture postgres) : ReviewTests(new PostgresPlace(postgres));

public abstract class ReviewTests(IPlace place) : StoreTests(place)
{
    private static readonly ReviewFilter All = new() { State = null };

    [Fact]
    public async Task Filters_find_products_with_a_proposal_that_fits_all_of_them()
    {
        var (run1, a) = await AnswerAsync("A%1", Proposal("brand", "x", confidence: 0.3), Proposal("colour", "y", ProposalState.Accepted, confidence: 0.9));
        var (_, b) = await AnswerAsync("a_2", Proposal("brand", "x", confidence: 0.6));
        var (_, c) = await AnswerAsync("élan", Proposal("colour", "x", confidence: null));
        await AnswerAsync("none");
        Assert.Equal([a.JobId, b.JobId, c.JobId], await FindAsync(new ReviewFilter()));
        Assert.Equal([a.JobId], await FindAsync(new ReviewFilter { RunId = run1.Id }));
        Assert.Equal([a.JobId], await FindAsync(new ReviewFilter { State = ProposalState.Accepted }));
        Assert.Equal([a.JobId, c.JobId], await FindAsync(All with { Field = "colour" }));
        Assert.Equal([c.JobId], await FindAsync(new ReviewFilter { Field = "colour" }));
        Assert.Equal([b.JobId], await FindAsync(new ReviewFilter { MinConfidence = 0.5 }));
        Assert.Equal([a.JobId], await FindAsync(new ReviewFilter { MaxConfidence = 0.5 }));
        Assert.Equal([b.JobId], await FindAsync(new ReviewFilter { Catalog = "shoes", Sku = "a_2" }));
        Assert.Empty(await FindAsync(new ReviewFilter { Sku = "A_2" }));
        Assert.Equal([a.JobId], await FindAsync(new ReviewFilter { SkuPrefix = "a%" }));
        Assert.Equal([b.JobId], await FindAsync(new ReviewFilter { SkuPrefix = "A_" }));
        Assert.Equal([c.JobId], await FindAsync(new ReviewFilter { SkuPrefix = "ÉL" }));
        Assert.Empty(await FindAsync(new ReviewFilter { Catalog = "hats" }));
        Assert.Equal([a.JobId, b.JobId, c.JobId], await FindAsync(All with { Catalog = "shoes" }));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gaps()
    {
        var ids = new List<long>();
        for (int i = 0; i < 7; i++)
            ids.Add((await AnswerAsync($"{i}", Proposal("brand", "x"), Proposal("colour", "y"))).Item.JobId);
        var seen = new List<long>();
        while (await Ledger.GetReviewAsync(new ReviewFilter(), seen.LastOrDefault(), 3) is { Count: > 0 } page)
        {
            Assert.All(page, item => Assert.Equal(["brand", "colour"], item.Proposals.Select(p => p.Field)));
            seen.AddRange(page.Select(i => i.JobId));
        }

        Assert.Equal(ids, seen);
    }

    [Fact]
    public async Task A_reviewer_accepts_edits_and_rejects()
    {
        var (run, item) = await AnswerAsync("1", Proposal("brand", "Luma"), Proposal("colour", "red", current: "blue"), Proposal("size", "9"));
        long[] ids = [.. item.Proposals.Select(p => p.Id)];
        Assert.Equal(ids.ToHashSet(), await Ledger.DecideAsync([new(ids[0], true), new(ids[1], true, "green"), new(ids[2], false)], "eve"));
        var after = (await Ledger.GetReviewItemAsync(item.JobId))!;
        Assert.Equal([(ProposalState.Accepted, "Luma", "eve"), (ProposalState.Accepted, "green", "eve"), (ProposalState.Rejected, null, "eve")], after.Proposals.Select(p => (p.State, p.Value, p.DecidedBy)));
        var entries = (await LedgerAsync()).Skip(1).ToList();
        Assert.Equal([(LedgerKind.Accepted, null, "Luma"), (LedgerKind.Accepted, "blue", "green"), (LedgerKind.Rejected, null, null)], entries.Select(e => (e.Kind, e.OldValue, e.NewValue)));
        Assert.Equal(["brand", "colour"], (await ValuesAsync()).Select(v => v.Field));
        Assert.Equal([(double?)0.75, null], (await ValuesAsync()).Select(v => v.Confidence));   // the model is not sure of what a person wrote
        Assert.All(await ValuesAsync(), v => Assert.Equal((run.Id, "eve"), (v.RunId, v.Actor)));
        Assert.Equal([new ReviewCounts("brand", 0, 1, 0, 0), new ReviewCounts("colour", 0, 1, 0, 0), new ReviewCounts("size", 0, 0, 1, 0)], await Ledger.CountReviewAsync(run.Id));
    }

    [Fact]
    public async Task Of_two_reviewers_one_decides()
    {
        var (_, item) = await AnswerAsync("1", Proposal("brand", "Luma"));
        long id = item.Proposals[0].Id;
        var decided = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => Ledger.DecideAsync([new(id, true, $"v{i}")], $"r{i}"))));
        Assert.Single(decided, d => d.Contains(id));
        Assert.Single(await LedgerAsync(LedgerKind.Accepted));
        Assert.Empty(await Ledger.DecideAsync([new(id, false), new(999, true)], "late"));
    }

    [Fact]
    public async Task A_value_is_written_over_the_newest_one()
    {
        var (_, first) = await AnswerAsync("1", Proposal("brand", "Luma"));
        var (_, second) = await AnswerAsync("1", Proposal("brand", "Lumo"));
        await Ledger.DecideAsync([new(first.Proposals[0].Id, true), new(second.Proposals[0].Id, true)], "eve");
        Assert.Equal([(null, "Luma"), ("Luma", "Lumo")], (await LedgerAsync(LedgerKind.Accepted)).Select(e => (e.OldValue, e.NewValue)));
    }

    [Fact]
    public async Task A_decision_can_be_taken_back()
    {
        var (_, item) = await AnswerAsync("1", Proposal("brand", "Luma", ProposalState.Accepted, current: "old"), Proposal("colour", "red", ProposalState.Rejected), Proposal("size", "9"));
        Assert.True(await Ledger.ReopenAsync(item.Proposals[0].Id, "eve"));
        Assert.True(await Ledger.ReopenAsync(item.Proposals[1].Id, "eve"));
        Assert.False(await Ledger.ReopenAsync(item.Proposals[2].Id, "eve"));
        Assert.False(await Ledger.ReopenAsync(item.Proposals[0].Id, "eve"));
        Assert.False(await Ledger.ReopenAsync(999, "eve"));
        Assert.All((await Ledger.GetReviewItemAsync(item.JobId))!.Proposals, p => Assert.Equal((ProposalState.Pending, null, null), (p.State, p.Value, p.DecidedBy)));
        Assert.Equal([(LedgerKind.Reverted, "Luma", "old"), (LedgerKind.Reopened, null, null)], (await LedgerAsync(LedgerKind.Reverted, LedgerKind.Reopened)).Select(e => (e.Kind, e.OldValue, e.NewValue)));
        Assert.Empty(await ValuesAsync());   // the catalog's own holds again
        Assert.Single(await Ledger.DecideAsync([new(item.Proposals[0].Id, true)], "eve"));
        Assert.Equal("Luma", Assert.Single(await ValuesAsync()).Value);
    }

    [Fact]
    public async Task What_was_reopened_below_a_later_value_does_not_come_back()
    {
        var (_, first) = await AnswerAsync("1", Proposal("brand", "Luma", ProposalState.Accepted, current: "old"));
        var (second, _) = await AnswerAsync("1", Proposal("brand", "Lumo", ProposalState.Accepted, current: "Luma"));
        Assert.True(await Ledger.ReopenAsync(first.Proposals[0].Id, "eve"));
        Assert.Equal("Lumo", Assert.Single(await ValuesAsync()).Value);
        Assert.Equal(new RevertResult(1, 0), await Ledger.RevertRunAsync(second.Id, "eve"));
        Assert.Empty(await ValuesAsync());
        Assert.Equal([("Lumo", "Lumo"), ("Lumo", "old")], (await LedgerAsync(LedgerKind.Reverted)).Select(e => (e.OldValue, e.NewValue)));
        Assert.Equal(ProposalState.Pending, (await Ledger.GetReviewItemAsync(first.JobId))!.Proposals[0].State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_written_over_an_owners_cell_gives_that_back_and_nothing_older(bool isReopened)
    {
        var (first, _) = await AnswerAsync("1", Proposal("brand", "Luma", ProposalState.Accepted, current: "old"));
        var (second, item) = await AnswerAsync("1", Proposal("brand", "Lumo", ProposalState.Accepted, current: "the owner's"));
        if (isReopened)
            Assert.True(await Ledger.ReopenAsync(item.Proposals[0].Id, "eve"));
        else
            Assert.Equal(new RevertResult(1, 0), await Ledger.RevertRunAsync(second.Id, "eve"));
        Assert.Empty(await ValuesAsync());
        Assert.Equal(new RevertResult(1, 0), await Ledger.RevertRunAsync(first.Id, "eve"));
        Assert.Empty(await ValuesAsync());
        Assert.Equal([("Lumo", "the owner's"), ("the owner's", "the owner's")], (await LedgerAsync(LedgerKind.Reverted)).Select(e => (e.OldValue, e.NewValue)));
        var (_, later) = await AnswerAsync("1", Proposal("brand", "Lume", ProposalState.Accepted, current: "the owner's"));
        Assert.Equal(ProposalState.Accepted, later.Proposals[0].State);
    }

    [Fact]
    public async Task A_run_is_taken_back_but_for_what_was_changed_since()
    {
        var run = await EnqueueAsync(Job("1"), Job("2"), Job("3"));
        foreach (var job in await Jobs.ClaimAsync("w", 3, isIdle: true, Minutes))
            await Jobs.CompleteAsync("w", [Completed(job, Proposal("brand", "Luma", ProposalState.Accepted, current: job.Product.Sku == "1" ? "old" : null), Proposal("colour", "red"))]);
        await AnswerAsync("2", Proposal("brand", "Lumo", ProposalState.Accepted, current: "Luma"));
        Assert.Equal(new RevertResult(2, 1), await Ledger.RevertRunAsync(run.Id, "eve"));
        Assert.Equal([("2", "Lumo")], (await ValuesAsync()).Select(v => (v.Sku, v.Value)));
        Assert.Equal([new ReviewCounts("brand", 0, 1, 0, 2), new ReviewCounts("colour", 3, 0, 0, 0)], await Ledger.CountReviewAsync(run.Id));
        Assert.Equal(new RevertResult(0, 1), await Ledger.RevertRunAsync(run.Id, "eve"));
        Assert.Equal(2, (await LedgerAsync(LedgerKind.Reverted)).Count(e => e.RunId == run.Id && e.JobId > 0));
    }

    [Fact]
    public async Task Runs_are_taken_back_one_after_another()
    {
        var (first, _) = await AnswerAsync("1", Proposal("brand", "Luma", ProposalState.Accepted, current: "old"));
        var (second, _) = await AnswerAsync("1", Proposal("brand", "Lumo", ProposalState.Accepted, current: "Luma"));
        Assert.Equal(new RevertResult(1, 0), await Ledger.RevertRunAsync(second.Id, "eve"));
        Assert.Equal("Luma", Assert.Single(await ValuesAsync()).Value);
        Assert.Equal(new RevertResult(1, 0), await Ledger.RevertRunAsync(first.Id, "eve"));
        Assert.Empty(await ValuesAsync());   // the catalog's own holds again
    }

    [Fact]
    public async Task A_run_that_wrote_a_value_twice_is_taken_back_to_what_was_before_it()
    {
        var run = await EnqueueAsync(Job("1"), Job("1", content: "c2"));
        await Jobs.CompleteAsync("w", [Completed(await ClaimOneAsync(), Proposal("brand", "a", ProposalState.Accepted, current: "old"))]);
        await Jobs.CompleteAsync("w", [Completed(await ClaimOneAsync(), Proposal("brand", "b", ProposalState.Accepted, current: "a"))]);
        Assert.Equal(new RevertResult(1, 0), await Ledger.RevertRunAsync(run.Id, "eve"));
        Assert.Empty(await ValuesAsync());
        Assert.Equal([new ReviewCounts("brand", 0, 0, 0, 2)], await Ledger.CountReviewAsync(run.Id));
    }

    private async Task<IEnumerable<long>> FindAsync(ReviewFilter filter) => (await Ledger.GetReviewAsync(filter, 0, 100)).Select(i => i.JobId);
}
