using Xunit;
using static PhiVisionML.Downloads.Tests.Pictures.PictureFault;

namespace PhiVisionML.Downloads.Tests.Pictures;

/// <summary>Servers that ask to be left alone.</summary>
public sealed class PoliteFetchTests : IDisposable
{
    private readonly FetchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(BusyOnce)]
    [InlineData(UnavailableOnce)]
    public async Task The_whole_host_is_left_alone_as_long_as_it_asks(object fault)
    {
        await using var server = await FaultyPictureServer.StartAsync(retryAfter: 2); // a date is in whole seconds
        var table = _folder.Write(Enumerable.Range(1, 5).Select(number => server.Url(None, number)).Prepend(server.Url((PictureFault)fault, 0)));

        var summary = await _folder.FetchAsync(table, FetchFolder.Options with { PerHost = 1 });

        Assert.Equal(6, summary.Fetched);
        var asked = server.Log[0].Time;
        Assert.All(server.Log.Skip(1), request => Assert.True(request.Time >= asked.AddSeconds(1), $"{request.Path} was asked for after {request.Time - asked}."));
    }

    [Fact]
    public async Task A_host_that_does_not_answer_is_given_up_after_some_pictures()
    {
        string table;
        await using (var server = await FaultyPictureServer.StartAsync())
            table = _folder.Write(Enumerable.Range(1, 50).Select(number => server.Url(None, number)));

        var summary = await _folder.FetchAsync(table, FetchFolder.Options with { PerHost = 1 });

        Assert.Equal([("connection", 10), ("host_down", 40)], summary.Failed.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public async Task A_host_that_asks_for_longer_than_anybody_waits_is_asked_no_more_in_this_run()
    {
        await using var server = await FaultyPictureServer.StartAsync(retryAfter: 3600);
        var table = _folder.Write(Enumerable.Range(1, 50).Select(number => server.Url(None, number)).Prepend(server.Url(BusyOnce, 0)));

        var first = await _folder.FetchAsync(table, FetchFolder.Options with { PerHost = 1 });

        Assert.Single(server.Log);
        Assert.Equal([("host_busy", 50), ("status_429", 1)], first.Failed.Select(pair => (pair.Key, pair.Value)));
        Assert.Contains("3600 s", _folder.Rows()[1]["image_error"], StringComparison.Ordinal);
        Assert.Equal(51, (await _folder.FetchAsync(table)).Fetched);
    }
}
