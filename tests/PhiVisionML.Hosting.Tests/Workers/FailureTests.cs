using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;
using Xunit;

namespace PhiVisionML.Hosting.Tests.Workers;

public sealed class FailureTests : WorkerTest
{
    [Fact]
    public async Task A_product_that_fails_its_whole_batch_fails_alone_and_the_others_are_done_and_uncharged()
    {
        await EnqueueAsync(4);
        using var red = new FakeEnricher();
        using var enricher = new FakeEnricher
        {
            Answer = (skus, _) => skus.Contains("p002") ? throw new InvalidOperationException("Too large.") : Task.FromResult(red.AllRed(skus)),
        };
        await StartAsync(enricher, options => options.MaxAttempts = 5);
        Assert.Equal(new JobCounts(0, 0, 3, 1), await EmptyAsync());

        Assert.Equal([["p001", "p002", "p003", "p004"], ["p001"], ["p002"], ["p003"], ["p004"]], enricher.Calls.Take(5));
        Assert.Equal(5, enricher.Calls.Count(call => call is ["p002"]));   // the first one with the batch is not counted
        Assert.Equal("Too large.", (await OutcomesAsync())["p002"].Error);
        Assert.Equal(["p001", "p003", "p004"], await StoredAsync());
    }

    [Fact]
    public async Task A_permanent_error_ends_a_job_at_once_and_a_flaky_product_is_done_at_the_third_attempt()
    {
        await EnqueueAsync(3);
        int tries = 0;
        using var red = new FakeEnricher();
        using var enricher = new FakeEnricher
        {
            Answer = (skus, _) => Task.FromResult<IReadOnlyList<EnrichmentResult>>(
            [
                .. skus.Select(sku => sku switch
                {
                    "p001" => EnrichmentResult.Failed("The picture is broken.", isPermanent: true),
                    "p002" when ++tries < 3 => EnrichmentResult.Failed("Unclear.", isPermanent: false),
                    _ => red.Red,
                }),
            ]),
        };
        await StartAsync(enricher);
        Assert.Equal(new JobCounts(0, 0, 2, 1), await EmptyAsync());
        Assert.Equal(("The picture is broken.", JobState.Dead), ((await OutcomesAsync())["p001"].Error, (await OutcomesAsync())["p001"].State));
        Assert.Equal(1, enricher.Calls.Count(call => call.Contains("p001")));
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task An_enricher_that_gives_too_few_results_or_says_nothing_about_a_failure_is_charged_with_a_sentence()
    {
        await EnqueueAsync(2);
        using var enricher = new FakeEnricher { Answer = (skus, _) => skus is ["p002"] ? throw new InvalidOperationException("") : Task.FromResult<IReadOnlyList<EnrichmentResult>>([]) };
        await StartAsync(enricher);
        Assert.Equal(new JobCounts(0, 0, 0, 2), await EmptyAsync());
        var outcomes = await OutcomesAsync();
        Assert.Equal("The enricher gave 0 results for 1 products; it has to give one for each.", outcomes["p001"].Error);
        Assert.Equal("It failed, and nothing was said about why.", outcomes["p002"].Error);
    }

    [Fact]
    public async Task A_cancellation_of_the_enrichers_own_is_a_failure_like_others()
    {
        await EnqueueAsync(2);
        using var red = new FakeEnricher();
        using var enricher = new FakeEnricher { Answer = (skus, _) => skus.Contains("p001") ? throw new TaskCanceledException("The server took too long.") : Task.FromResult(red.AllRed(skus)) };
        await StartAsync(enricher);
        Assert.Equal(new JobCounts(0, 0, 1, 1), await EmptyAsync());
        Assert.Equal("The server took too long.", (await OutcomesAsync())["p001"].Error);
    }

    [Fact]
    public async Task Jobs_of_a_run_whose_template_cannot_be_read_are_dead_with_a_sentence_and_others_of_the_batch_are_done()
    {
        long broken = await EnqueueAsync(1, template: "Color: {color");
        await EnqueueAsync(1, first: 2);
        using var enricher = new FakeEnricher();
        await StartAsync(enricher);
        Assert.Equal(new JobCounts(0, 0, 1, 1), await EmptyAsync());
        Assert.StartsWith($"Nothing can be decided about the answer by the settings of run {broken}: ", (await OutcomesAsync())["p001"].Error, StringComparison.Ordinal);
        Assert.Equal(["p002"], await StoredAsync());
    }

    [Fact]
    public async Task An_answer_that_cannot_be_stored_is_charged_alone()
    {
        await EnqueueAsync(3);
        Store.Completing = jobs => jobs.Any(job => job.Job.Product.Sku == "p002") ? throw new ArgumentException("It is too long.") : Task.CompletedTask;
        using var enricher = new FakeEnricher();
        await StartAsync(enricher);
        Assert.Equal(new JobCounts(0, 0, 2, 1), await EmptyAsync());
        Assert.Equal("The answer could not be stored: It is too long.", (await OutcomesAsync())["p002"].Error);
    }
}
