using System.CommandLine;

namespace PhiVisionML.Cli.Tests;

/// <summary>Runs the program inside the test process.</summary>
internal static class CommandLine
{
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] args)
    {
        var output = new StringWriter();
        int code = await RootCommands.Create().Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = output });
        return (code, output.ToString());
    }
}
