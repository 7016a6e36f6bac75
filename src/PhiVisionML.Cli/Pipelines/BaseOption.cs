using System.CommandLine;

namespace PhiVisionML.Cli.Pipelines;

/// <summary>The option of all commands that open a tuned model.</summary>
internal static class BaseOption
{
    public static Option<DirectoryInfo?> Create() => new("--base") { Description = "Folder of the base model, or the owner/name of a pulled one, if it is not where it was when the model was saved." };

    /// <summary>The folder that is named; null if none is.</summary>
    /// <inheritdoc cref="BaseModel.Require" path="/exception"/>
    public static string? BaseFolder(this ParseResult parsed, Option<DirectoryInfo?> option) => parsed.GetValue(option) is { } folder ? BaseModel.Require(folder) : null;
}
