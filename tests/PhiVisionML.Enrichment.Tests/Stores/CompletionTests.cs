using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;
using Xunit;

namespace PhiVisionML.Enrichment.Tests.Stores;

public sealed class SqliteCompletionTests() : CompletionTests(new SqlitePlace());

public sealed class PostgresCompletionTests(PostgresFixture postgres) : CompletionTests(new PostgresPlace(postgres));

public abstract class CompletionTests(IPlace place) : StoreTests(place)
{
    [Fact]
    public async Task A_result_is_stored_with_its_evidence()
    {
        var (run, item) = await AnswerAsync("1", Proposal("brand", "Luma", confidence: null), Proposal("colour", "red", ProposalState.Accepted, confidence: 0.95), Proposal("size", "9", ProposalState.Rejected, current: "8"));
        Assert.Equal((run.Id, "shoes", "1"), (item.RunId, item.Catalog, item.Product.Sku));
        Assert.Equal(("brand: Luma", "base", "a1", "p1", "ab", 800, 12, 0.5, (double?)20.0), (item.Answer.Text, item.Answer.Model, item.Answer.Adapter, item.Answer.PromptVersion, item.Answer.PictureHash, item.Answer.PromptTokens, item.Answer.OutputTokens, item.Answer.Seconds, item.Answer.Joules));
        Assert.Equal(("Lumo", (double?)0.125), (item.Answer.Fields[0].RunnerUp, item.Answer.Fields[0].RunnerUpProbability));
        Assert.Equal(2, item.Answer.Tokens.Count);
        Assert.Equal(
        [
            new("brand", null, "Luma", null, ProposalState.Pending, null, null),
            new("colour", null, "red", 0.95, ProposalState.Accepted, "red", null),
            new("size", "8", "9", 0.75, ProposalState.Rejected, null, null),
        ], item.Proposals.Select(p => new StoredAs(p.Field, p.Current, p.Proposed, p.Confidence, p.State, p.Value, p.DecidedBy)));
        var entries = await LedgerAsync();
        Assert.Equal([LedgerKind.Accepted, LedgerKind.Rejected, LedgerKind.Done], entries.Select(e => e.Kind));
        Assert.All(entries, e => Assert.Equal((run.Id, item.JobId, "shoes", "1", "w1"), (e.RunId, e.JobId, e.Catalog, e.Sku, e.Actor)));
        Assert.Equal(("colour", null, "red", null), (entries[0].Field, entries[0].OldValue, entries[0].NewValue, entries[0].Note));
        Assert.Equal(("size", "8", "8", "9"), (entries[1].Field, entries[1].OldValue, entries[1].NewValue, entries[1].Note));
        Assert.Equal(new JobCounts(0, 0, 1, 0), await Jobs.CountAsync(run.Id));
    }

    [Fact]
    public async Task A_batch_is_stored_as_a_whole()
    {
        await EnqueueAsync([.. Enumerable.Range(0, 40).Select(i => Job($"{i}"))]);
        var jobs = await Jobs.ClaimAsync("w", 40, isIdle: true, Minutes);
        Assert.Equal(jobs.Select(j => j.Id).ToHashSet(), await Jobs.CompleteAsync("w", [.. jobs.Select(j => Completed(j, Proposal("brand", "Luma"), Proposal("colour", "red", ProposalState.Accepted)))]));
        Assert.Equal(40, (await LedgerAsync(LedgerKind.Done)).Count);
        Assert.Equal([new ReviewCounts("brand", 40, 0, 0, 0), new ReviewCounts("colour", 0, 40, 0, 0)], await Ledger.CountReviewAsync(null));
        var cost = await Ledger.GetCostAsync(jobs[0].RunId);
        Assert.Equal((40, 20.0, 32000, 480, (double?)800.0), (cost.Products, cost.Seconds, cost.PromptTokens, cost.OutputTokens, cost.Joules));
        Assert.Equal(0, (await Ledger.GetCostAsync(99)).Products);
    }

    [Fact]
    public async Task What_is_stored_already_is_reported_as_stored_and_not_stored_again()
    {
        await EnqueueAsync(Job("1"));
        LeasedJob job = await ClaimOneAsync();
        Assert.Equal([job.Id], await Jobs.CompleteAsync("w1", [Completed(job, Proposal("brand", "Luma"))]));
        Assert.Equal([job.Id], await Jobs.CompleteAsync("w1", [Completed(job, Proposal("brand", "Luma"))]));   // as after a commit whose answer was lost
        Assert.Single(await LedgerAsync());
        Assert.Equal([new ReviewCounts("brand", 1, 0, 0, 0)], await Ledger.CountReviewAsync(null));
    }

    [Fact]
    public async Task Nothing_of_a_batch_with_a_mistake_is_stored()
    {
        await EnqueueAsync(Job("1"), Job("2"));
        var jobs = await Jobs.ClaimAsync("w", 2, isIdle: true, Minutes);
        var e = await Assert.ThrowsAsync<ArgumentException>(() => Jobs.CompleteAsync("w", [Completed(jobs[0]), Completed(jobs[1], Proposal("brand", "a"), Proposal("brand", "b"))]));
        Assert.Contains("two proposals for the field 'brand'", e.Message);
        Assert.Equal(2, (await Jobs.CountAsync(null)).Leased);
        Assert.Empty(await LedgerAsync());
    }

    [Fact]
    public async Task A_value_that_changed_since_the_job_was_made_waits_for_a_person()
    {
        await AnswerAsync("1", Proposal("brand", "Luma", ProposalState.Accepted));
        var (_, stale) = await AnswerAsync("1", Proposal("brand", "Lumo", ProposalState.Accepted, current: null));
        Assert.Equal(ProposalState.Pending, Assert.Single(stale.Proposals).State);
        var (_, fresh) = await AnswerAsync("1", Proposal("brand", "Lumo", ProposalState.Accepted, current: "Luma"));
        Assert.Equal(ProposalState.Accepted, Assert.Single(fresh.Proposals).State);
        Assert.Equal([(null, "Luma"), ("Luma", "Lumo")], (await LedgerAsync(LedgerKind.Accepted)).Select(e => (e.OldValue, e.NewValue)));
    }

    [Fact]
    public async Task Of_two_jobs_that_write_one_value_at_once_one_waits_for_a_person()
    {
        await EnqueueAsync([.. Enumerable.Range(0, 12).Select(i => Job("1", content: $"c{i}"))]);
        var jobs = await Jobs.ClaimAsync("w", 12, isIdle: true, Minutes);
        await Task.WhenAll(jobs.Select(j => Task.Run(() => Jobs.CompleteAsync("w", [Completed(j, Proposal("brand", $"Luma {j.Id}", ProposalState.Accepted))]))));
        Assert.Equal([new ReviewCounts("brand", 11, 1, 0, 0)], await Ledger.CountReviewAsync(null));
        Assert.Single(await LedgerAsync(LedgerKind.Accepted));
    }

    [Fact]
    public async Task Of_two_jobs_of_one_product_in_a_batch_the_second_waits_for_a_person()
    {
        await EnqueueAsync(Job("1", content: "c1"), Job("1", content: "c2"));
        var jobs = await Jobs.ClaimAsync("w", 2, isIdle: true, Minutes);
        await Jobs.CompleteAsync("w", [.. jobs.Select(j => Completed(j, Proposal("brand", $"Luma {j.Id}", ProposalState.Accepted)))]);
        Assert.Equal([new ReviewCounts("brand", 1, 1, 0, 0)], await Ledger.CountReviewAsync(null));
        Assert.Equal($"Luma {jobs[0].Id}", Assert.Single(await ValuesAsync()).Value);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_owner_put_into_the_catalog_is_not_taken_for_an_old_value(bool isTakenBack)
    {
        var (run, _) = await AnswerAsync("1", Proposal("brand", "Luma", ProposalState.Accepted));
        if (isTakenBack)
            await Ledger.RevertRunAsync(run.Id, "eve");
        var (_, later) = await AnswerAsync("1", Proposal("brand", "Lumo", ProposalState.Accepted, current: "the owner's"));
        Assert.Equal(ProposalState.Accepted, Assert.Single(later.Proposals).State);
        Assert.Equal(("the owner's", "Lumo"), (await LedgerAsync(LedgerKind.Accepted)).Select(e => (e.OldValue, e.NewValue)).Last());
        var (_, stale) = await AnswerAsync("1", Proposal("brand", "Lume", ProposalState.Accepted, current: "Luma"));
        Assert.Equal(ProposalState.Pending, Assert.Single(stale.Proposals).State);
    }

    [Fact]
    public async Task What_an_older_job_saw_is_not_taken_for_the_owners()
    {
        await EnqueueAsync(Job("1", content: "c1"), Job("1", content: "c2"));
        var jobs = await Jobs.ClaimAsync("w", 2, isIdle: true, Minutes);
        await Jobs.CompleteAsync("w", [Completed(jobs[1], Proposal("brand", "Luma", ProposalState.Accepted, current: "new"))]);
        await Jobs.CompleteAsync("w", [Completed(jobs[0], Proposal("brand", "Lumo", ProposalState.Accepted, current: "old"))]);
        Assert.Equal("Luma", Assert.Single(await ValuesAsync()).Value);
        Assert.Equal([new ReviewCounts("brand", 1, 1, 0, 0)], await Ledger.CountReviewAsync(null));
    }

    [Fact]
    public async Task An_empty_cell_does_not_hold_over_what_was_written()
    {
        await AnswerAsync("1", Proposal("brand", "Luma", ProposalState.Accepted, current: "old"));
        var (_, item) = await AnswerAsync("1", Proposal("brand", "Lumo", ProposalState.Accepted));
        Assert.Equal(ProposalState.Pending, item.Proposals[0].State);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("old", true)]
    [InlineData("Luma", true)]
    [InlineData("Lumo", true)]
    [InlineData("the owner's", false)]
    public async Task A_value_holds_over_what_the_field_had_before_it_and_not_over_what_its_owner_writes(string? cell, bool holds)
    {
        await AnswerAsync("1", Proposal("brand", "Luma", ProposalState.Accepted, current: "old"));
        await AnswerAsync("1", Proposal("brand", "Lumo", ProposalState.Accepted, current: "Luma"));
        Assert.Equal(holds, Assert.Single(await ValuesAsync()).HoldsOver(cell));
    }

    [Fact]
    public async Task No_job_is_done_twice_in_the_ledger()
    {
        var (_, item) = await AnswerAsync("1");
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => SqlAsync($"INSERT INTO enrichment_ledger (at, kind, actor, job_id) VALUES (0, 0, 'x', {item.JobId})"));
    }

    [Theory]
    [InlineData("UPDATE enrichment_ledger SET note = 'x'")]
    [InlineData("DELETE FROM enrichment_ledger")]
    public async Task The_ledger_is_only_ever_added_to(string sql)
    {
        await AnswerAsync("1");
        var e = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => SqlAsync(sql));
        Assert.Contains("only ever added to", e.Message);
        Assert.Single(await LedgerAsync());
    }

    [Fact]
    public async Task Any_text_comes_back_as_it_was()
    {
        string sku = "a'b\"c\\d;--%_\u202E\u0130😀\n\t";
        const string value = "<script>'); DROP TABLE x; --\u0001 é 日本";
        var (_, item) = await AnswerAsync(sku, Proposal("fi'eld", value, ProposalState.Accepted, current: ""));
        Assert.Equal(sku, item.Product.Sku);
        Assert.Equal(("fi'eld", value, ""), (item.Proposals[0].Field, item.Proposals[0].Value, item.Proposals[0].Current));
        WrittenValue written = Assert.Single(await ValuesAsync());
        Assert.Equal((sku, "fi'eld", value), (written.Sku, written.Field, written.Value));
    }

    [Fact]
    public async Task What_no_database_can_hold_becomes_a_replacement_character()
    {
        var (_, item) = await AnswerAsync("1", Proposal("f\0", "v\0\uDC00😀", ProposalState.Accepted));
        Assert.Equal(("f\uFFFD", "v\uFFFD\uFFFD😀"), (item.Proposals[0].Field, item.Proposals[0].Proposed));
    }

    [Fact]
    public async Task A_SKU_that_no_database_can_hold_is_refused()
    {
        foreach (string sku in (string[])["a\0b", "a\uD800"])
        {
            var e = await Assert.ThrowsAsync<ArgumentException>(() => EnqueueAsync(Job("1"), Job(sku)));
            Assert.Contains("cannot be stored", e.Message);
        }

        Assert.Equal(0, (await Jobs.CountAsync(null)).Open);
    }

    [Fact]
    public async Task Confidences_that_are_no_numbers_are_unknown()
    {
        var (_, item) = await AnswerAsync("1", Proposal("brand", "Luma", confidence: double.NaN));
        Assert.Null(item.Proposals[0].Confidence);
    }

    private sealed record StoredAs(string Field, string? Current, string Proposed, double? Confidence, ProposalState State, string? Value, string? DecidedBy);
}
