using System.CommandLine;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision sample</c>: what is done to a catalog before a model sees it.</summary>
internal static class SampleCommand
{
    public static Command Create() => new("sample", "Make catalogs to try things on, fetch the pictures of your own, and divide catalogs.")
    {
        SampleDrawCommand.Create(),
        SampleFetchCommand.Create(),
        SampleSplitCommand.Create(),
    };
}
