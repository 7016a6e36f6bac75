using System.CommandLine;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision sample</c>: ways to come by a catalog with pictures.</summary>
internal static class SampleCommand
{
    public static Command Create() => new("sample", "Catalogs to try things on: drawn ones, and your own with its pictures fetched.")
    {
        SampleDrawCommand.Create(),
        SampleFetchCommand.Create(),
    };
}
