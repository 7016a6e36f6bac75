using PhiVisionML.Downloads.Checkpoints;
using PhiVisionML.Downloads.Transport;
using Xunit;

namespace PhiVisionML.Downloads.Tests.Checkpoints;

public class CheckpointPullTests : PullTests
{
    [Fact]
    public async Task The_files_that_a_model_needs_come_in_parts_from_where_the_endpoint_redirects()
    {
        await using var hub = await FakeHub.StartAsync((Weights, FakeHub.Random(1_000_000, 2)), ("LICENSE (ünï #1?).md", "MIT"u8.ToArray()), ("empty.safetensors", []));
        hub.PageSize = 2;
        var result = await PullAsync(hub);
        AssertPulled(hub);
        Assert.Equal(FakeHub.FirstCommit, result.Plan.Commit);
        Assert.Equal(hub.Files.Values.Sum(content => content.Length), result.FetchedBytes);
        Assert.Empty(result.Notices);
        Assert.Equal(16, hub.Sent.Count(sent => sent.Path == Weights && sent.End - sent.Start > 1));
    }

    [Fact]
    public async Task Code_pickles_and_files_of_subfolders_are_left_out()
    {
        await using var hub = await FakeHub.StartAsync((Weights, FakeHub.Random(100, 2)), ("modeling_phi3_v.py", [1]), ("pytorch_model.bin", [1]), ("onnx/model.safetensors", [1]), ("images/a.png", [1]));
        await PullAsync(hub);
        Assert.Equal(["config.json", "model.safetensors", "preprocessor_config.json", "tokenizer.json"], Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_repository_without_safetensors_is_refused_before_anything_is_fetched()
    {
        await using var hub = await FakeHub.StartAsync(("pytorch_model.bin", [1]));
        var refused = await Assert.ThrowsAsync<PullException>(() => PullAsync(hub));
        Assert.Contains("no weights as .safetensors", refused.Message, StringComparison.Ordinal);
        Assert.Empty(hub.Sent);
    }

    [Fact]
    public async Task A_second_pull_asks_for_lists_alone()
    {
        await using var hub = await FakeHub.StartAsync((Weights, FakeHub.Random(1_000_000, 2)));
        await PullAsync(hub);
        hub.Sent.Clear();
        hub.Asked.Clear();
        var again = await PullAsync(hub);
        Assert.Equal(0, again.FetchedBytes);
        Assert.Empty(hub.Sent);
        Assert.Equal(2, hub.Asked.Count);
        Assert.All(again.Plan.Files, planned => Assert.Equal(FileState.Present, planned.State));
    }

    [Fact]
    public async Task A_plan_lists_files_and_writes_nothing()
    {
        await using var hub = await FakeHub.StartAsync((Weights, FakeHub.Random(50_000, 2)));
        var plan = await new CheckpointPull(Options(hub) with { Folder = Path.Combine(Folder, "new") }).PlanAsync();
        Assert.Equal(["config.json", "model.safetensors", "preprocessor_config.json", "tokenizer.json"], plan.Files.Select(planned => planned.File.Path));
        Assert.Equal(FakeHub.Sha256(hub.Files[Weights]), plan.Files[1].File.Hash.Hex);
        Assert.Equal(plan.TotalBytes, plan.BytesToFetch);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public async Task A_commit_as_revision_needs_no_pinning()
    {
        await using var hub = await FakeHub.StartAsync((Weights, FakeHub.Random(100, 2)));
        await new CheckpointPull(Options(hub) with { Revision = FakeHub.FirstCommit }).PlanAsync();
        Assert.Equal($"/api/models/{FakeHub.Repository}/tree/{FakeHub.FirstCommit}", Assert.Single(hub.Asked));
    }

    [Fact]
    public async Task A_server_that_sends_whole_files_only_is_served_by_one_stream()
    {
        await using var hub = await FakeHub.StartAsync((Weights, FakeHub.Random(1_000_000, 2)));
        hub.SendsParts = false;
        var result = await PullAsync(hub);
        AssertPulled(hub);
        Assert.Equal(result.Plan.TotalBytes, result.FetchedBytes);
    }

    [Fact]
    public async Task Too_small_a_disk_is_noticed_before_anything_is_fetched()
    {
        await using var hub = await FakeHub.StartAsync((Weights, FakeHub.Random(50_000, 2)));
        var full = new CheckpointPull(Options(hub)) { FreeBytes = () => 40_000 };
        var refused = await Assert.ThrowsAsync<PullException>(() => full.RunAsync());
        Assert.Contains("52,009", refused.Message, StringComparison.Ordinal);
        Assert.Contains("40,000", refused.Message, StringComparison.Ordinal);
        Assert.Empty(hub.Sent);
    }

    [Fact]
    public async Task A_folder_that_another_pull_works_in_is_refused()
    {
        await using var hub = await FakeHub.StartAsync((Weights, FakeHub.Random(100, 2)));
        using var other = new PullFolder(Folder).Lock();
        Assert.Contains("Another process", (await Assert.ThrowsAsync<PullException>(() => PullAsync(hub))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_ends_with_all_bytes()
    {
        await using var hub = await FakeHub.StartAsync((Weights, FakeHub.Random(1_000_000, 2)));
        var reports = new List<PullProgress>();
        var result = await new CheckpointPull(Options(hub)).RunAsync(new Recorder(reports));
        Assert.Equal(result.Plan.TotalBytes, reports.Max(report => report.DoneBytes));
        Assert.All(reports, report => Assert.InRange(report.DoneBytes, 0, report.TotalBytes));
        Assert.Contains(reports, report => report is { Checking: true, File: Weights });
    }

    [Theory]
    [InlineData("nonsense", "main", "https://example.org", 8)]
    [InlineData("../etc", "main", "https://example.org", 8)]
    [InlineData("a/b/c", "main", "https://example.org", 8)]
    [InlineData("a/b", " ", "https://example.org", 8)]
    [InlineData("a/b", "main", "ftp://example.org", 8)]
    [InlineData("a/b", "main", "https://xn--aé.example", 8)]
    [InlineData("a/b", "main", "https://me:secret@example.org", 8)]
    [InlineData("a/b", "main", "https://example.org", 0)]
    public void Options_out_of_range_are_refused(string repository, string revision, string endpoint, int connections)
        => Assert.Throws<PullException>(() => new CheckpointPull(new PullOptions { Repository = repository, Revision = revision, Endpoint = new Uri(endpoint), Connections = connections, Folder = Folder }));

    [Fact]
    public void A_password_in_an_endpoint_is_not_repeated()
    {
        var options = new PullOptions { Repository = "a/b", Folder = Folder, Endpoint = new Uri("https://me:secret@example.org/hub?key=secret") };
        var refused = Assert.Throws<PullException>(() => new CheckpointPull(options));
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'https://example.org/hub'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_of_the_transport_are_looked_at_before_anything_is_asked()
    {
        var options = new PullOptions { Repository = "a/b", Folder = Folder, Transport = new TransportOptions { Retries = 21 } };
        Assert.StartsWith("Retries is 21", Assert.Throws<ArgumentOutOfRangeException>("Retries", () => new CheckpointPull(options)).Message, StringComparison.Ordinal);
    }

    private sealed class Recorder(List<PullProgress> reports) : IProgress<PullProgress>
    {
        public void Report(PullProgress value) => reports.Add(value);
    }
}
