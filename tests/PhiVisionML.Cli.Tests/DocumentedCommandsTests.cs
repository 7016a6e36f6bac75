using System.CommandLine;
using System.CommandLine.Parsing;
using Xunit;

namespace PhiVisionML.Cli.Tests;

/// <summary>The commands in the documents and in the help texts are ones that the program takes.</summary>
public class DocumentedCommandsTests
{
    private const string Program = "phivision ", FromSource = "dotnet run -c Release --project src/PhiVisionML.Cli -- ";

    public static TheoryData<string, string> Documented { get; } =
    [
        .. from file in Directory.GetFiles(Path.Combine(Root, "docs"), "*.md").Append(Path.Combine(Root, "README.md"))
           where Path.GetFileName(file) != "LOG.md"   // what was measured once, with the program of its day
           from command in Commands(File.ReadAllText(file))
           select (Path.GetFileName(file), command),
        .. from command in Descendants(RootCommands.Create())
           from example in Commands(command.Description ?? "")
           select ($"{command.Name} --help", example),
    ];

    private static string Root
    {
        get
        {
            string? folder = AppContext.BaseDirectory;
            while (folder is not null && !File.Exists(Path.Combine(folder, "PhiVisionML.sln"))) folder = Path.GetDirectoryName(folder);
            return folder ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        }
    }

    [Theory]
    [MemberData(nameof(Documented))]
    public void Documents_name_commands_and_options_that_exist(string where, string command)
    {
        var errors = RootCommands.Create().Parse([.. CommandLineParser.SplitCommandLine(command)]).Errors;

        Assert.True(errors.Count == 0, $"{where}: {command}: {string.Join(" ", errors.Select(error => error.Message))}");
    }

    [Fact]
    public void Every_command_has_an_example_in_its_help()
    {
        var without = Descendants(RootCommands.Create()).Where(command => command.Subcommands.Count == 0 && !Commands(command.Description ?? "").Any());

        Assert.Empty(without.Select(command => command.Name));
    }

    private static IEnumerable<string> Commands(string text) =>
        from line in text.Split('\n')
        let command = line.TrimStart() is var start && start.StartsWith(Program, StringComparison.Ordinal) ? start[Program.Length..]
            : start.StartsWith(FromSource, StringComparison.Ordinal) ? start[FromSource.Length..] : null
        where command is not null && !command.StartsWith("is ", StringComparison.Ordinal)
        select command.Split(" #")[0].Trim();

    private static IEnumerable<Command> Descendants(Command command) =>
        command.Subcommands.SelectMany(sub => Descendants(sub).Prepend(sub));
}
