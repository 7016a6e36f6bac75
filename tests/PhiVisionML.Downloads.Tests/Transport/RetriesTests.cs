using System.Net;
using System.Net.Http.Headers;
using PhiVisionML.Downloads.Transport;
using Xunit;

namespace PhiVisionML.Downloads.Tests.Transport;

public class RetriesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly TransportOptions Quick = new() { Retries = 4, FirstDelay = TimeSpan.FromMilliseconds(1), LongestDelay = TimeSpan.FromSeconds(5) };

    public static TheoryData<Exception, bool> Failures => new()
    {
        { new TimeoutException(), true },
        { new HttpRequestException(), true },
        { new HttpIOException(HttpRequestError.ResponseEnded), true },
        { Answer(HttpStatusCode.RequestTimeout), true },
        { Answer((HttpStatusCode)425), true },
        { Answer(HttpStatusCode.InternalServerError), true },
        { Answer(HttpStatusCode.BadGateway), true },
        { Answer(HttpStatusCode.ServiceUnavailable, new(TimeSpan.FromMilliseconds(2))), true },
        { Answer(HttpStatusCode.GatewayTimeout), true },
        { Answer(HttpStatusCode.ServiceUnavailable, new(TimeSpan.FromSeconds(6))), false },
        { Answer(HttpStatusCode.NotFound), false },
        { Answer(HttpStatusCode.Unauthorized), false },
        { Answer(HttpStatusCode.NotImplemented), false },
        { new RefusedAddressException(), false },
        { new IOException("disk full"), false },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Failures))]
    public async Task Failures_that_may_pass_are_tried_again_as_often_as_asked(Exception failure, bool mayPass)
    {
        var (attempts, told) = (0, 0);
        var retries = Retries.Create(Quick, TimeProvider.System, (_, _) => told++);

        var thrown = await Assert.ThrowsAsync(failure.GetType(), () => retries.ExecuteAsync(_ =>
        {
            attempts++;
            return ValueTask.FromException(failure);
        }).AsTask());

        Assert.Same(failure, thrown);
        Assert.Equal(mayPass ? (5, 4) : (1, 0), (attempts, told));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    public async Task An_attempt_that_succeeds_is_the_last(int retries, int wanted)
    {
        var attempts = 0;
        var pipeline = Retries.Create(Quick with { Retries = retries }, TimeProvider.System);
        Assert.Equal(wanted, await pipeline.ExecuteAsync(_ => ++attempts < wanted ? ValueTask.FromException<int>(new TimeoutException()) : ValueTask.FromResult(attempts)));
    }

    [Fact]
    public async Task The_wait_is_the_one_that_the_server_asks_for()
    {
        var waits = new List<TimeSpan>();
        var retries = Retries.Create(Quick with { Retries = 1 }, TimeProvider.System, (_, wait) => waits.Add(wait));
        foreach (var asked in new[] { 30.0, 0, -10 })
            await Assert.ThrowsAsync<UnsuccessfulAnswerException>(() => retries.ExecuteAsync(_ => ValueTask.FromException(
                Answer(HttpStatusCode.TooManyRequests, new(Noon.AddMilliseconds(1000 * asked / 30))))).AsTask());
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.Zero, TimeSpan.Zero], waits);
    }

    [Fact]
    public void Retry_After_is_read_in_seconds_and_as_a_date_by_the_clock_of_the_server()
    {
        Assert.Equal(TimeSpan.FromSeconds(7), Answer(HttpStatusCode.ServiceUnavailable, new(TimeSpan.FromSeconds(7))).RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(90), Answer(HttpStatusCode.ServiceUnavailable, new(Noon.AddSeconds(90))).RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(30), Answer(HttpStatusCode.ServiceUnavailable, new(Noon.AddSeconds(90)), Noon.AddSeconds(60)).RetryAfter);
        Assert.Null(Answer(HttpStatusCode.ServiceUnavailable).RetryAfter);
    }

    private static UnsuccessfulAnswerException Answer(HttpStatusCode status, RetryConditionHeaderValue? retryAfter = null, DateTimeOffset? date = null)
    {
        using var response = new HttpResponseMessage(status);
        response.Headers.RetryAfter = retryAfter;
        response.Headers.Date = date;
        return new UnsuccessfulAnswerException(response, new StoppedClock());
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Noon;
    }
}
