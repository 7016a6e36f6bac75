using System.Text;
using PhiVisionML.Downloads.Pictures;
using Xunit;
using static PhiVisionML.Downloads.Tests.Pictures.PictureFault;

namespace PhiVisionML.Downloads.Tests.Pictures;

/// <summary>A folder that pictures were fetched into before.</summary>
public sealed class PictureFetchAgainTests : IDisposable
{
    private readonly FetchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_failures_that_may_pass_are_asked_for_again()
    {
        await using var server = await FaultyPictureServer.StartAsync();
        var table = _folder.Write(server.Url(None, 1), server.Url(Missing, 2), server.Url(ClosesOnce, 3), server.Url(WebPage, 4));
        var noRetries = FetchFolder.Options with { Transport = FetchFolder.Options.Transport with { Retries = 0 } };
        var first = await _folder.FetchAsync(table, noRetries);
        Assert.Equal(["connection", "not_a_picture", "status_404"], first.Failed.Keys);
        var asked = server.Log.Count;

        var second = await _folder.FetchAsync(table);
        Assert.Equal((1, 1, 2), (second.AlreadyThere, second.Fetched, second.Failed.Values.Sum()));
        Assert.Equal([FaultyPictureServer.Path(ClosesOnce, 3)], server.Log.Skip(asked).Select(request => request.Path));

        var third = await _folder.FetchAsync(table, FetchFolder.Options with { RetryFailed = true });
        Assert.Equal((2, 0, 2), (third.AlreadyThere, third.Fetched, third.Failed.Values.Sum()));
        Assert.Equal([FaultyPictureServer.Path(Missing, 2), FaultyPictureServer.Path(WebPage, 4)], server.Log.Skip(asked + 1).Select(request => request.Path).Order());
    }

    [Fact]
    public async Task Refreshing_brings_pictures_that_have_changed_alone()
    {
        await using var server = await FaultyPictureServer.StartAsync();
        var table = _folder.Write(server.Url(None, 1), server.Url(None, 2));
        await _folder.FetchAsync(table);

        var same = await _folder.FetchAsync(table, FetchFolder.Options with { Refresh = true });
        Assert.Equal((2, 0, 0L), (same.NotModified, same.Fetched, same.Bytes));
        Assert.Equal(2, server.Sent.Count);

        server.HasNewPictures = true;
        var changed = await _folder.FetchAsync(table, FetchFolder.Options with { Refresh = true });
        Assert.Equal((0, 2), (changed.NotModified, changed.Fetched));
        Assert.Equal(TestPictures.Png(1_000_001), _folder.Picture(_folder.Rows()[0]["local_image_path"]));
    }

    [Fact]
    public async Task A_tag_that_cannot_be_written_into_a_request_is_not_sent_back()
    {
        await using var server = await FaultyPictureServer.StartAsync();
        var table = _folder.Write(server.Url(ForeignTag, 1));
        await _folder.FetchAsync(table);
        Assert.Contains("größe-1", File.ReadAllText(_folder.Manifest), StringComparison.Ordinal);

        var again = await _folder.FetchAsync(table, FetchFolder.Options with { Refresh = true });

        Assert.Equal((1, 0, 0), (again.Fetched, again.Failed.Count, again.Retries));
    }

    [Fact]
    public async Task A_picture_that_can_no_longer_be_had_is_kept_and_the_row_says_so()
    {
        string table;
        await using (var server = await FaultyPictureServer.StartAsync())
        {
            table = _folder.Write(server.Url(None, 1));
            await _folder.FetchAsync(table);
        }

        var summary = await _folder.FetchAsync(table, FetchFolder.Options with { Refresh = true });

        Assert.Equal((1, 1), (summary.RowsWithPicture, summary.Failed["connection"]));
        Assert.Equal(TestPictures.Png(1), _folder.Picture(_folder.Rows()[0]["local_image_path"]));
        Assert.StartsWith("The connection failed", _folder.Rows()[0]["image_error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_process_leaves_is_repaired()
    {
        await using var server = await FaultyPictureServer.StartAsync();
        var table = _folder.Write(server.Url(None, 1), server.Url(None, 2), server.Url(None, 3));
        await _folder.FetchAsync(table);
        var lines = File.ReadAllLines(_folder.Manifest);
        Assert.All(lines, line => Assert.EndsWith("}", line, StringComparison.Ordinal));
        foreach (var cut in new[] { 0, 1, lines[2].Length - 1, lines[2].Length })
        {
            File.WriteAllText(_folder.Manifest, $"{lines[0]}\n{lines[1]}\n{lines[2][..cut]}");
            var unfinished = Path.Combine(_folder.Out, "images", ".unfinished", "x");
            File.WriteAllText(unfinished, "half");
            var asked = server.Log.Count;

            var summary = await _folder.FetchAsync(table);

            Assert.Equal((2, 1), (summary.AlreadyThere, summary.Fetched));
            Assert.Single(server.Log.Skip(asked));
            Assert.Equal(lines[..2], File.ReadLines(_folder.Manifest).Take(2));
            Assert.Equal(3, File.ReadLines(_folder.Manifest).Count());
            Assert.False(File.Exists(unfinished));
        }
    }

    [Fact]
    public async Task Pictures_that_are_lost_and_lines_that_are_damaged_are_fetched_again()
    {
        await using var server = await FaultyPictureServer.StartAsync();
        var table = _folder.Write(server.Url(None, 1), server.Url(None, 2), server.Url(None, 3));
        await _folder.FetchAsync(table);
        File.Delete(Path.Combine(_folder.Out, _folder.Rows()[0]["local_image_path"]!));
        var bytes = File.ReadAllBytes(_folder.Manifest);
        var second = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(server.Url(None, 2)));
        bytes.AsSpan(second, 5).Clear();
        File.WriteAllBytes(_folder.Manifest, bytes);

        var summary = await _folder.FetchAsync(table);

        Assert.Equal((1, 2, 3), (summary.AlreadyThere, summary.Fetched, summary.RowsWithPicture));
        Assert.Equal(TestPictures.Png(1), _folder.Picture(_folder.Rows()[0]["local_image_path"]));
    }

    [Fact]
    public async Task A_cancelled_run_goes_on_where_it_was()
    {
        await using var server = await FaultyPictureServer.StartAsync();
        var table = _folder.Write(Enumerable.Range(0, 40).Select(number => server.Url(None, number)));
        using var cancel = new CancellationTokenSource();
        var progress = new OnReport(report =>
        {
            if (report.Done == 10) cancel.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _folder.FetchAsync(table, FetchFolder.Options with { PerHost = 2 }, progress, cancel.Token));
        Assert.False(File.Exists(_folder.Table));
        var kept = File.ReadLines(_folder.Manifest).Count();
        Assert.InRange(kept, 10, 12);

        var summary = await _folder.FetchAsync(table);
        Assert.Equal((kept, 40 - kept, 40), (summary.AlreadyThere, summary.Fetched, summary.RowsWithPicture));
    }

    [Fact]
    public async Task A_second_process_is_refused()
    {
        await using var server = await FaultyPictureServer.StartAsync();
        var table = _folder.Write(server.Url(Drips, 1));
        using var cancel = new CancellationTokenSource();
        var first = _folder.FetchAsync(table, cancellation: cancel.Token);
        while (server.Log.Count == 0) await Task.Delay(10);

        var refused = await Assert.ThrowsAsync<IOException>(() => _folder.FetchAsync(table));

        Assert.Contains("Another process", refused.Message, StringComparison.Ordinal);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task A_disk_that_does_not_take_a_picture_ends_the_run_with_all_before_kept()
    {
        await using var server = await FaultyPictureServer.StartAsync();
        var table = _folder.Write(server.Url(None, 1), server.Url(None, 2), server.Url(None, 3));
        var blocked = Path.Combine(_folder.Out, "images", FetchFolder.Sha256(TestPictures.Png(2))[..2]);
        Directory.CreateDirectory(Path.GetDirectoryName(blocked)!);
        File.WriteAllText(blocked, "in the way of the folder");

        var oneByOne = FetchFolder.Options with { PerHost = 1 };
        var error = await Assert.ThrowsAsync<IOException>(() => _folder.FetchAsync(table, oneByOne));

        Assert.StartsWith($"'{_folder.Out}' cannot be written to", error.Message, StringComparison.Ordinal);
        Assert.Single(File.ReadLines(_folder.Manifest));
        Assert.False(File.Exists(_folder.Table));
        File.Delete(blocked);
        var again = await _folder.FetchAsync(table, oneByOne);
        Assert.Equal((1, 2), (again.AlreadyThere, again.Fetched));
    }

    private sealed class OnReport(Action<PictureFetchProgress> act) : IProgress<PictureFetchProgress>
    {
        public void Report(PictureFetchProgress value) => act(value);
    }
}
