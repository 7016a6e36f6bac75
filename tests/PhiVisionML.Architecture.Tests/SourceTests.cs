using System.Text.RegularExpressions;
using Xunit;

namespace PhiVisionML.Architecture.Tests;

/// <summary>How sources are laid out, so that a guess finds each thing.</summary>
public partial class SourceTests
{
    private const int MostLines = 300;

    private static readonly string[] Sources =
    [
        .. Repository.Files("src", "*.cs").Where(f => !Repository.Relative(f).Contains("/buildTransitive/", StringComparison.Ordinal)),   // compiled into applications, not here
    ];

    [Fact]
    public void There_are_sources_to_look_at() => Assert.True(Sources.Length > 50, $"Only {Sources.Length} files under {Repository.Root}/src.");

    [Fact]
    public void Namespaces_follow_folders()
        => Repository.AssertNone(
            from file in Sources
            let expected = Path.GetDirectoryName(Repository.Relative(file)["src/".Length..])!.Replace('\\', '/').Replace('/', '.')
            let text = File.ReadAllText(file)
            let actual = Namespace().Match(text).Groups[1].Value
            where actual != expected && !HasNoNamespace(file, text) && !IsKnownToTheRuntime(file, actual)
            select $"{Repository.Relative(file)} should say `namespace {expected};`{(actual.Length > 0 ? $", not {actual}" : "")}",
            "A namespace is the project's name plus the folders below it, file-scoped; move the file or rename the namespace:");

    [Fact]
    public void Files_are_short()
        => Repository.AssertNone(
            from file in Sources
            let lines = File.ReadLines(file).Count()
            where lines > MostLines
            select $"{Repository.Relative(file)} has {lines} lines",
            $"One idea a file, about 150 lines, at most {MostLines}: split along the ideas in it:");

    [Fact]
    public void Libraries_do_not_write_to_the_console()
        => Repository.AssertNone(
            from file in Sources
            where !Repository.Relative(file).StartsWith("src/PhiVisionML.Cli/", StringComparison.Ordinal)
            from line in CodeLines(file)
            where Console().IsMatch(line.Text)
            select $"{Repository.Relative(file)}:{line.Number}: {line.Text.Trim()}",
            "Libraries report through ILogger, IProgress or ML.NET's channel; the console belongs to the command line:");

    [Fact]
    public void Names_say_what_a_thing_is()
        => Repository.AssertNone(
            Sources.SelectMany(file => CodeLines(file).SelectMany(line => Declarations().Matches(line.Text)).Select(m => m.Groups[1].Value)
                    .Concat(Repository.Relative(file).Split('/')[2..].Select(Path.GetFileNameWithoutExtension))
                    .Where(name => Vague().IsMatch(name!)).Distinct()
                    .Select(name => $"{name} in {Repository.Relative(file)}")),
            "Utils, Helpers, Common and Manager say nothing: name the thing after what it is or does:");

    // Top-level statements and assembly attributes have none.
    private static bool HasNoNamespace(string file, string text)
        => Path.GetFileName(file) == "Program.cs" || text.Contains("[assembly:", StringComparison.Ordinal) && !Declarations().IsMatch(text);

    // ML.NET's loader is opened to us by an attribute that the runtime knows by its full name.
    private static bool IsKnownToTheRuntime(string file, string name)
        => name == "System.Runtime.CompilerServices" && Path.GetFileName(file) == "IgnoresAccessChecksToAttribute.cs";

    private static IEnumerable<(int Number, string Text)> CodeLines(string file)
        => File.ReadLines(file).Select((text, i) => (i + 1, text)).Where(l => !l.text.TrimStart().StartsWith("//", StringComparison.Ordinal));

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\b(?:Ansi)?Console\s*\.")]
    private static partial Regex Console();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum)\s+(\w+)")]
    private static partial Regex Declarations();

    [GeneratedRegex(@"(?:Util|Utils|Utility|Utilities|Helper|Helpers|Common|Manager)$")]
    private static partial Regex Vague();
}
