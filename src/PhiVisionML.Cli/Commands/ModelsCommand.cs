using System.CommandLine;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision models</c>: model folders.</summary>
internal static class ModelsCommand
{
    public static Command Create() => new("models", "Fetch model folders and look at them.")
    {
        ModelsPullCommand.Create(),
        ModelsInspectCommand.Create(),
    };
}
