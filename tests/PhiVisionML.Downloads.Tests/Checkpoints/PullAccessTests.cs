using Microsoft.AspNetCore.Http;
using PhiVisionML.Downloads.Checkpoints;
using PhiVisionML.Downloads.Tests.Transport;
using Xunit;

namespace PhiVisionML.Downloads.Tests.Checkpoints;

public class PullAccessTests : PullTests
{
    [Fact]
    public async Task The_token_goes_to_the_endpoint_alone()
    {
        await using var hub = await FakeHub.StartAsync((Weights, FakeHub.Random(500_000, 2)));
        hub.RequiredToken = "hf_secret";
        await new CheckpointPull(Options(hub) with { Token = "hf_secret" }).RunAsync();
        AssertPulled(hub);
        Assert.NotEmpty(hub.TokensOfContent);
        Assert.All(hub.TokensOfContent, Assert.Empty);
    }

    [Theory]
    [InlineData(null, "set HF_TOKEN")]
    [InlineData("hf_wrong", "check that the token")]
    public async Task A_gated_repository_says_to_accept_the_licence_and_to_give_a_token(string? token, string advice)
    {
        await using var hub = await FakeHub.StartAsync((Weights, [1]));
        hub.RequiredToken = "hf_secret";
        var refused = await Assert.ThrowsAsync<PullException>(() => new CheckpointPull(Options(hub) with { Token = token }).RunAsync());
        Assert.Contains("accept its licence", refused.Message, StringComparison.Ordinal);
        Assert.Contains(advice, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_wrong", refused.Message, StringComparison.Ordinal);
        Assert.Single(hub.Asked);
    }

    [Theory]
    [InlineData("contoso/unknown", "main")]
    [InlineData(FakeHub.Repository, "refs/pr/1")]
    public async Task An_unknown_repository_or_revision_is_named(string repository, string revision)
    {
        await using var hub = await FakeHub.StartAsync((Weights, [1]));
        var refused = await Assert.ThrowsAsync<PullException>(() => new CheckpointPull(Options(hub) with { Repository = repository, Revision = revision, Folder = Path.Combine(Folder, "new") }).RunAsync());
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
        Assert.Contains($"'{repository}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"'{revision}'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../model.safetensors")]
    [InlineData("/etc/model.safetensors")]
    [InlineData("a/../../model.safetensors")]
    [InlineData("..\\model.safetensors")]
    [InlineData("a\nb.safetensors")]
    public async Task A_list_with_a_name_that_leads_out_of_the_folder_is_refused(string name)
    {
        await using var hub = await FakeHub.StartAsync((Weights, [1]), (name, [1]));
        var refused = await Assert.ThrowsAsync<PullException>(() => PullAsync(hub));
        Assert.Contains("not to be trusted", refused.Message, StringComparison.Ordinal);
        Assert.Empty(hub.Sent);
    }

    [Theory]
    [InlineData("http://localhost:1/api?signature=secret")]
    [InlineData("http://xn--aé.example/api")]
    [InlineData("http://[broken")]
    public async Task A_list_that_goes_on_elsewhere_is_refused(string next)
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Headers.Link = $"<{next}>; rel=\"next\"";
            return context.Response.WriteAsync("[]");
        });
        var options = new PullOptions { Repository = "a/b", Folder = Folder, Endpoint = server.Address, Revision = FakeHub.FirstCommit };
        var refused = await Assert.ThrowsAsync<PullException>(() => new CheckpointPull(options).PlanAsync());
        Assert.Contains("goes on at", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_no_hub_is_told_so()
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("<html>Welcome</html>"));
        var options = new PullOptions { Repository = "a/b", Folder = Folder, Endpoint = new Uri(server.Address, "mirror/hub") };
        Assert.Contains("JSON", (await Assert.ThrowsAsync<PullException>(() => new CheckpointPull(options).PlanAsync())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://8.8.8.8", false, false)]
    [InlineData("https://8.8.8.8", false, true)]
    [InlineData("http://127.0.0.1", true, true)]
    public void A_token_does_not_go_over_the_internet_unencrypted(string endpoint, bool isPrivate, bool isTaken)
    {
        var options = new PullOptions { Repository = "a/b", Folder = Folder, Endpoint = new Uri(endpoint), Token = "hf_secret" };
        if (isTaken)
        {
            new HubClient(options, isPrivate, TimeProvider.System).Dispose();
            return;
        }

        var refused = Assert.Throws<PullException>(() => new HubClient(options, isPrivate, TimeProvider.System));
        Assert.Contains("unencrypted", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_secret", refused.Message, StringComparison.Ordinal);
        new HubClient(options with { Token = null }, isPrivate, TimeProvider.System).Dispose();
    }

    [Fact]
    public async Task What_is_not_named_as_private_may_not_lead_to_this_machine()
    {
        await using var hub = await FakeHub.StartAsync((Weights, [1]));
        using var publicRules = new HubClient(Options(hub), isPrivate: false, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<PullException>(() => publicRules.CommitAsync(CancellationToken.None));
        Assert.Contains("127.0.0.1", refused.Message, StringComparison.Ordinal);
        Assert.Empty(hub.Asked);
    }
}
