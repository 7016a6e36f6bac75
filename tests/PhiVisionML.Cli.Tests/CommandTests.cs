using PhiVisionML.Cli.Output;
using Xunit;

namespace PhiVisionML.Cli.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-cli").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Help_names_every_command_and_shows_an_example()
    {
        var (code, output) = await CommandLine.RunAsync("--help");
        Assert.Equal(ExitCodes.Success, code);
        Assert.All(["demo", "doctor", "train", "score", "evaluate", "sample", "tiny", "models", "chat", "mcp", "serve", "phivision train --data"], word => Assert.Contains(word, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("demo", "--out", "--base", "--json")]
    [InlineData("doctor", "--data", "--out", "--template", "--base", "--split-column", "--fail-on", "--json", "phivision doctor --data")]
    [InlineData("train", "--data", "--template", "--workspace", "--json")]
    [InlineData("score", "--model", "--images", "--out", "--json")]
    [InlineData("mcp", "--data", "--adapter", "--model", "--pictures", "--template", "phivision mcp --data")]
    [InlineData("evaluate", "--model", "--report", "--json")]
    [InlineData("serve", "--model", "--adapter", "--url", "--api-key-file", "--pictures", "--max-queue", "--drain", "--json", "phivision serve")]
    public async Task Help_of_a_command_names_its_options(string command, params string[] options)
    {
        var (code, output) = await CommandLine.RunAsync(command, "--help");
        Assert.Equal(ExitCodes.Success, code);
        Assert.All(options, option => Assert.Contains(option, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_option_or_an_unknown_one_is_refused()
    {
        Assert.NotEqual(ExitCodes.Success, (await CommandLine.RunAsync("train")).ExitCode);
        Assert.NotEqual(ExitCodes.Success, (await CommandLine.RunAsync("demo", "--nonsense")).ExitCode);
    }

    [Fact]
    public async Task What_cannot_be_done_ends_with_code_1()
    {
        Assert.Equal(ExitCodes.Failure, (await CommandLine.RunAsync("models", "inspect", Path.Combine(_folder, "nothing"))).ExitCode);
        Assert.Equal(ExitCodes.Failure, (await CommandLine.RunAsync("score", "--model", Path.Combine(_folder, "no.zip"), "--data", Path.Combine(_folder, "no.csv"), "--out", Path.Combine(_folder, "out.csv"))).ExitCode);
        Assert.Equal(ExitCodes.Failure, (await CommandLine.RunAsync("demo", "--base", Path.Combine(_folder, "nothing"), "--out", _folder)).ExitCode);
    }
}
