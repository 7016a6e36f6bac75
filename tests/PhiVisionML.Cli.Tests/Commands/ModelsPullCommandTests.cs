using System.CommandLine;
using System.Text.Json;
using PhiVisionML.Cli.Output;
using PhiVisionML.Downloads.Tests.Checkpoints;
using Xunit;

namespace PhiVisionML.Cli.Tests.Commands;

// By itself: it sets the process's environment, and looks at its standard output.
[CollectionDefinition(nameof(ModelsPullCommandTests), DisableParallelization = true)]
[Collection(nameof(ModelsPullCommandTests))]
public sealed class ModelsPullCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-pull").FullName;

    public ModelsPullCommandTests() => Environment.SetEnvironmentVariable(BaseModel.PulledVariable, _folder);

    public void Dispose()
    {
        foreach (string variable in new[] { BaseModel.PulledVariable, "HF_ENDPOINT", "HF_TOKEN" }) Environment.SetEnvironmentVariable(variable, null);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_pulled_model_is_found_by_its_name_and_loads()
    {
        await using var hub = await TinyAsync();
        Environment.SetEnvironmentVariable("HF_ENDPOINT", hub.Address.ToString());
        using var pulled = await PullAsync(FakeHub.Repository, "--json");
        string folder = Path.Combine(_folder, "contoso", "phi-tiny");
        Assert.Equal(folder, pulled.RootElement.GetProperty("folder").GetString());
        Assert.Equal(hub.Files.Values.Sum(content => content.LongLength), pulled.RootElement.GetProperty("fetched_bytes").GetInt64());
        Assert.All(hub.Files, file => Assert.Equal(file.Value, File.ReadAllBytes(Path.Combine(folder, file.Key))));
        Assert.Equal(ExitCodes.Success, (await CommandLine.RunAsync("models", "inspect", FakeHub.Repository)).ExitCode);

        using var again = await PullAsync(FakeHub.Repository, "--json");
        Assert.Equal(0, again.RootElement.GetProperty("fetched_bytes").GetInt64());
        Assert.All(again.RootElement.GetProperty("files").EnumerateArray(), file => Assert.Equal("present", file.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task A_dry_run_lists_files_and_writes_nothing()
    {
        await using var hub = await TinyAsync();
        using var listed = await PullAsync(FakeHub.Repository, "--endpoint", hub.Address.ToString(), "--dry-run", "--json");
        Assert.Equal(hub.Files.Keys.Order(StringComparer.Ordinal), listed.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("path").GetString()));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
        Assert.Empty(hub.Sent);
    }

    [Fact]
    public async Task The_token_comes_from_a_file_or_the_environment()
    {
        await using var hub = await TinyAsync();
        hub.RequiredToken = "hf_secret";
        string[] pull = ["models", "pull", FakeHub.Repository, "--endpoint", hub.Address.ToString(), "--dry-run"];
        string token = Path.Combine(_folder, "token");
        File.WriteAllText(token, "hf_secret\n");
        Assert.Equal(ExitCodes.Failure, (await CommandLine.RunAsync(pull)).ExitCode);
        Assert.Equal(ExitCodes.Success, (await CommandLine.RunAsync([.. pull, "--token-file", token])).ExitCode);
        Environment.SetEnvironmentVariable("HF_TOKEN", "hf_secret");
        Assert.Equal(ExitCodes.Success, (await CommandLine.RunAsync(pull)).ExitCode);
    }

    [Fact]
    public async Task A_pull_that_is_cancelled_ends_with_code_130_and_its_folder_is_no_model_yet()
    {
        await using var hub = await TinyAsync();
        using var cancel = new CancellationTokenSource();
        hub.Fault = async (context, _) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return true;
        };
        string[] args = ["models", "pull", FakeHub.Repository, "--endpoint", hub.Address.ToString()];
        Assert.Equal(ExitCodes.Cancelled, await RootCommands.Create().Parse(args).InvokeAsync(new InvocationConfiguration(), cancel.Token));
        Assert.Equal(ExitCodes.Failure, (await CommandLine.RunAsync("models", "inspect", FakeHub.Repository)).ExitCode);
        hub.Fault = (_, _) => Task.FromResult(false);
        Assert.Equal(ExitCodes.Success, (await CommandLine.RunAsync(args)).ExitCode);
        Assert.Equal(ExitCodes.Success, (await CommandLine.RunAsync("models", "inspect", FakeHub.Repository)).ExitCode);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("a/b", "--endpoint", "not an address")]
    [InlineData("a/b", "--connections", "0")]
    [InlineData("a/b", "--token-file", "/nowhere/token")]
    public async Task Bad_input_ends_with_an_error_and_writes_nothing(params string[] args)
    {
        Assert.Equal(ExitCodes.Failure, (await CommandLine.RunAsync(["models", "pull", .. args])).ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Help_shows_an_example_and_every_option()
    {
        var (code, output) = await CommandLine.RunAsync("models", "pull", "--help");
        Assert.Equal(ExitCodes.Success, code);
        Assert.All(
            ["phivision models pull microsoft/Phi-3-vision-128k-instruct", "--revision", "--out", "--endpoint", "--token-file", "--connections", "--verify", "--overwrite", "--dry-run", "--json", "HF_TOKEN"],
            word => Assert.Contains(word, output, StringComparison.Ordinal));
    }

    private static Task<FakeHub> TinyAsync() => FakeHub.StartAsync(
        [.. Directory.GetFiles(BaseModel.Tiny).Where(file => !file.EndsWith(".jsonl", StringComparison.Ordinal)).Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))]);

    private static async Task<JsonDocument> PullAsync(params string[] args)
    {
        var stream = Console.Out;
        var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            Assert.Equal(ExitCodes.Success, (await CommandLine.RunAsync(["models", "pull", .. args])).ExitCode);
        }
        finally
        {
            Console.SetOut(stream);
        }

        return JsonDocument.Parse(written.ToString());
    }
}
