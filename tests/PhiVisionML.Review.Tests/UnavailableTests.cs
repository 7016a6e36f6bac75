using System.Net;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Stores;
using PhiVisionML.Review.Tests.Fakes;
using Xunit;

namespace PhiVisionML.Review.Tests;

/// <summary>What senders and reviewers are told while the database or the model is away.</summary>
public sealed class UnavailableTests : IDisposable
{
    private const string Product = """{"sku":"n","pictures":["L00001.jpg"]}""";

    private readonly Sample _sample = new(2, 64);

    public void Dispose() => _sample.Dispose();

    [Fact]
    public async Task While_the_database_is_away_page_and_queue_say_when_to_come_again_and_not_where_it_is()
    {
        await using var served = await StartAsync(_ => Task.FromResult(Sample.Question));
        _sample.Enrichment.Failure = new EnrichmentStoreUnavailableException("The database shop at db.internal:5432 does not answer.");
        foreach (string path in (string[])["/enrichment/runs", "/review"])
        {
            var response = await served.Http.GetAsync(path);
            string body = await response.Content.ReadAsStringAsync();
            Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(10)), (response.StatusCode, response.Headers.RetryAfter!.Delta));
            Assert.Contains("The database cannot be used for now", body, StringComparison.Ordinal);
            Assert.DoesNotContain("db.internal", body, StringComparison.Ordinal);
        }

        _sample.Enrichment.Failure = null;
        Assert.Equal(HttpStatusCode.OK, (await served.Http.GetAsync("/review")).StatusCode);
    }

    [Fact]
    public async Task A_decision_that_was_written_before_the_database_went_is_not_said_to_be_none()
    {
        await using var served = await StartAsync(_ => Task.FromResult(Sample.Question));
        string token = await served.TokenOfAsync("/review/products/1");
        _sample.Enrichment.Failure = new EnrichmentStoreUnavailableException("away");
        var response = await served.Http.PostAsync("/review/products/1/decide", Served.Form(("__RequestVerificationToken", token), ("do", "accept-all")));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(3, _sample.Enrichment.Ledger.Count);
        Assert.Contains("Look whether your decision is there", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 30)]
    [InlineData(6.2, 7)]
    public async Task While_no_model_can_be_asked_senders_are_told_when_to_come_again(double? wait, int told)
    {
        await using var served = await StartAsync(_ => throw new EnricherUnavailableException("The adapter in force cannot be opened from '/srv/secret.zip'.", retryAfter: wait is { } s ? TimeSpan.FromSeconds(s) : null));
        var response = await served.PostJsonAsync("/enrichment/runs/1/products", Product);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(told)), (response.StatusCode, response.Headers.RetryAfter!.Delta));
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"No model can be asked for now; the server's log says why. Try again in {told} seconds.", (await Served.JsonOf(response)).GetProperty("detail").GetString());
        Assert.Equal(2, _sample.Enrichment.Jobs.Count);
    }

    [Fact]
    public async Task What_is_asked_is_looked_up_once_a_request_however_many_products_it_has()
    {
        int times = 0;
        await using var served = await StartAsync(_ =>
        {
            times++;
            return Task.FromResult(Sample.Question);
        });
        var answer = await Served.JsonOf(await served.PostJsonAsync("/enrichment/runs/1/products", $$"""{"products":[{{Product}},{"sku":"m","pictures":["L00002.jpg"]}]}"""));
        Assert.Equal((2, 1), (answer.GetProperty("queued").GetInt32(), times));
    }

    [Fact]
    public async Task Looking_up_what_is_asked_ends_when_the_sender_leaves()
    {
        TaskCompletionSource begun = new(), ended = new();
        await using var served = await StartAsync(async cancellation =>
        {
            using var end = cancellation.Register(ended.SetResult);
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return Sample.Question;
        });
        using var leaving = new CancellationTokenSource();
        using var content = new StringContent(Product, System.Text.Encoding.UTF8, "application/json");
        var sending = served.Http.PostAsync("/enrichment/runs/1/products", content, leaving.Token);
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await ended.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(2, _sample.Enrichment.Jobs.Count);
    }

    private Task<Served> StartAsync(Func<CancellationToken, Task<Enrichment.Runs.CatalogQuestion>> question) => Served.StartAsync(_sample.Enrichment, null, options =>
    {
        options.Question = question;
        options.PictureFolders.Add(_sample.Folder);
    });
}
