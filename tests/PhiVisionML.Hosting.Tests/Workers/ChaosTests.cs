using System.Diagnostics;
using Xunit;

namespace PhiVisionML.Hosting.Tests.Workers;

/// <summary>Processes that are killed while they work; tests/PhiVisionML.Chaos has the programs, and its whole length.</summary>
public class ChaosTests
{
    [Fact]
    public Task Each_job_ends_once_although_workers_are_killed_and_the_file_is_locked()
        => RunAsync("--jobs", "300", "--kills", "10", "--restarts", "1", "--gap", "700", "--pace", "100", "--disk-full", "false");

    [Theory(Explicit = true)]
    [Trait("Takes", "minutes")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public Task Each_job_of_thousands_ends_once_although_workers_databases_and_disks_fail(string store) => RunAsync("--store", store);

    private static async Task RunAsync(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "PhiVisionML.Chaos.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, "chaos", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        Assert.True(process.ExitCode == 0, await output + await errors);
    }
}
