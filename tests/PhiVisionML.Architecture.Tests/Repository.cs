using Xunit;

namespace PhiVisionML.Architecture.Tests;

/// <summary>The files of this checkout.</summary>
internal static class Repository
{
    private const string Solution = "PhiVisionML.sln";

    public static string Root { get; } = FindRoot();

    public static string SolutionText => File.ReadAllText(Path.Combine(Root, Solution));

    public static IReadOnlyList<ProjectFile> Projects(params string[] folders)
        => [.. folders.SelectMany(f => Files(f, "*.csproj")).Select(f => new ProjectFile(f))];

    /// <summary>Files under a top-level folder that somebody wrote; what builds leave behind is not among them.</summary>
    public static IEnumerable<string> Files(string folder, string pattern)
    {
        string start = Path.Combine(Root, folder);
        return Directory.Exists(start)
            ? Directory.EnumerateFiles(start, pattern, SearchOption.AllDirectories).Where(f => !Relative(f).Split('/').Any(part => part is "bin" or "obj")).Order(StringComparer.Ordinal)
            : [];
    }

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>Fails with the remedy and everything that breaks the rule.</summary>
    public static void AssertNone(IEnumerable<string> violations, string remedy)
    {
        string[] found = [.. violations];
        Assert.True(found.Length == 0, $"{remedy}\n  {string.Join("\n  ", found)}");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
                return folder.FullName;
        throw new FileNotFoundException($"No {Solution} above {AppContext.BaseDirectory}: these tests read the sources, so run them where they were built.");
    }
}
