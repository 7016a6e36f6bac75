using PhiVisionML.Downloads.Checkpoints;
using Xunit;

namespace PhiVisionML.Downloads.Tests.Checkpoints;

public class PulledFolderTests : PullTests
{
    private readonly byte[] _weights = FakeHub.Random(500_000, 2);

    [Fact]
    public async Task Files_that_are_there_already_are_taken_if_their_hashes_are_right()
    {
        await using var hub = await FakeHub.StartAsync((Weights, _weights));
        File.WriteAllBytes(Path.Combine(Folder, Weights), _weights);
        await PullAsync(hub);
        AssertPulled(hub);
        Assert.DoesNotContain(hub.Sent, sent => sent.Path == Weights);
    }

    [Fact]
    public async Task A_file_that_somebody_changed_is_replaced_only_on_request()
    {
        await using var hub = await FakeHub.StartAsync((Weights, _weights));
        await PullAsync(hub);
        File.WriteAllText(Path.Combine(Folder, "config.json"), "{ \"mine\": 1 }");
        Assert.Contains("--overwrite", (await Assert.ThrowsAsync<PullException>(() => PullAsync(hub))).Message, StringComparison.Ordinal);
        Assert.Equal("{ \"mine\": 1 }", File.ReadAllText(Path.Combine(Folder, "config.json")));
        await new CheckpointPull(Options(hub) with { Overwrite = true }).RunAsync();
        AssertPulled(hub);
    }

    [Fact]
    public async Task Verifying_finds_a_changed_byte_that_sizes_do_not_show()
    {
        await using var hub = await FakeHub.StartAsync((Weights, _weights));
        await PullAsync(hub);
        byte[] damaged = [.. _weights];
        damaged[123_456] ^= 1;
        File.WriteAllBytes(Path.Combine(Folder, Weights), damaged);
        Assert.Equal(0, (await PullAsync(hub)).FetchedBytes);
        var found = await Assert.ThrowsAsync<PullException>(() => new CheckpointPull(Options(hub) with { Verify = true }).RunAsync());
        Assert.Contains(FakeHub.Sha256(damaged), found.Message, StringComparison.Ordinal);
        Assert.Contains(FakeHub.Sha256(_weights), found.Message, StringComparison.Ordinal);
        await new CheckpointPull(Options(hub) with { Verify = true, Overwrite = true }).RunAsync();
        AssertPulled(hub);
    }

    [Fact]
    public async Task A_file_that_was_deleted_comes_again()
    {
        await using var hub = await FakeHub.StartAsync((Weights, _weights));
        await PullAsync(hub);
        File.Delete(Path.Combine(Folder, "tokenizer.json"));
        Assert.Equal(hub.Files["tokenizer.json"].Length, (await PullAsync(hub)).FetchedBytes);
        AssertPulled(hub);
    }

    [Fact]
    public async Task A_newer_commit_replaces_what_changed_and_removes_what_is_gone()
    {
        await using var hub = await FakeHub.StartAsync((Weights, _weights), ("model.safetensors.index.json", "{}"u8.ToArray()));
        await PullAsync(hub);
        hub.Sent.Clear();
        hub.Commit = "2222222222222222222222222222222222222222";
        hub.Files["config.json"] = "{ }"u8.ToArray();
        hub.Files.Remove("model.safetensors.index.json");
        var result = await PullAsync(hub);
        AssertPulled(hub);
        Assert.Equal("config.json", Assert.Single(hub.Sent).Path);
        Assert.False(File.Exists(Path.Combine(Folder, "model.safetensors.index.json")));
        Assert.Contains("no longer published", Assert.Single(result.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_changed_between_two_runs_is_not_mixed()
    {
        await using var hub = await FakeHub.StartAsync((Weights, _weights));
        hub.Fault = (context, _) =>
        {
            context.Response.StatusCode = 404;
            return Task.FromResult(context.Request.Headers.Range.ToString() is not ("bytes=0-0" or "bytes=0-65535"));
        };
        await Assert.ThrowsAsync<PullException>(() => new CheckpointPull(Options(hub) with { Connections = 1 }).RunAsync());
        Assert.Equal(_weights.Length - (64 << 10), (await new CheckpointPull(Options(hub)).PlanAsync()).Files.Single(planned => planned.File.Path == Weights).BytesToFetch);

        hub.Fault = (_, _) => Task.FromResult(false);
        hub.Commit = "2222222222222222222222222222222222222222";
        hub.Files[Weights] = FakeHub.Random(500_000, 3);
        var result = await PullAsync(hub);
        AssertPulled(hub);
        Assert.Contains("changed on the server", Assert.Single(result.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_another_repository_is_refused()
    {
        await using var hub = await FakeHub.StartAsync((Weights, _weights));
        await PullAsync(hub);
        string manifest = new PullFolder(Folder).ManifestFile;
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace(FakeHub.Repository, "contoso/other", StringComparison.Ordinal));
        Assert.Contains("holds 'contoso/other'", (await Assert.ThrowsAsync<PullException>(() => PullAsync(hub))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_list_of_files_is_named()
    {
        await using var hub = await FakeHub.StartAsync((Weights, _weights));
        await PullAsync(hub);
        File.WriteAllText(new PullFolder(Folder).ManifestFile, "{");
        Assert.Contains("is damaged", (await Assert.ThrowsAsync<PullException>(() => PullAsync(hub))).Message, StringComparison.Ordinal);
    }
}
