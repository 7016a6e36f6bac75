using Xunit;

namespace PhiVisionML.Architecture.Tests;

/// <summary>Which project may reference which. Projects get what lies below a reference without naming it.</summary>
public class ReferenceTests
{
    private const string Everything = "*";

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["PhiVisionML.Catalog"] = [],
        ["PhiVisionML.Model"] = [],
        ["PhiVisionML.Training"] = ["PhiVisionML.Model"],
        ["PhiVisionML.Downloads"] = ["PhiVisionML.Catalog"],
        ["PhiVisionML.Registration"] = ["Stub"],
        ["PhiVisionML.MLNet"] = ["PhiVisionML.Training", "PhiVisionML.Catalog", "PhiVisionML.Registration"],
        ["PhiVisionML.Chat"] = ["PhiVisionML.Model"],
        ["PhiVisionML.AspNetCore"] = ["PhiVisionML.Chat"],
        ["PhiVisionML.SemanticKernel"] = ["PhiVisionML.Chat", "PhiVisionML.Catalog"],
        ["PhiVisionML.Enrichment"] = ["PhiVisionML.Catalog"],
        ["PhiVisionML.Hosting"] = ["PhiVisionML.Enrichment", "PhiVisionML.MLNet", "PhiVisionML.Chat"],
        ["PhiVisionML.Review"] = ["PhiVisionML.Enrichment"],
        ["PhiVisionML.Cli"] = [Everything],
        ["PhiVisionML.Chaos"] = ["PhiVisionML.Hosting"],
        ["PhiVisionML.Hosting.Tests"] = ["PhiVisionML.Hosting", "PhiVisionML.Chaos"],   // they run it
        ["PhiVisionML.Cli.Tests"] = ["PhiVisionML.Cli", "AgentFramework", "CatalogAgent", "CatalogWorker", "DescribeProduct", "Pipeline", "StructuredOutput", "TwoAdapters"],   // they run the examples too
        ["PhiVisionML.Benchmarks"] = [Everything],
    };

    [Fact]
    public void References_go_only_the_ways_that_the_layout_allows()
        => Repository.AssertNone(
            from project in Repository.Projects("src", "tests")
            from reference in project.References
            where !IsAllowed(project.Name, reference)
            select $"{project} -> {reference}",
            "A reference goes against the layout in CONTRIBUTING.md. Move the type to a project that both may see, or hand it in as a delegate or an interface:");

    [Fact]
    public void Every_source_project_has_its_place_in_the_layout()
        => Repository.AssertNone(
            Repository.Projects("src").Select(p => p.Name).Where(p => !Allowed.ContainsKey(p)),
            "A new project needs a line in ReferenceTests.Allowed and in the layout of CONTRIBUTING.md:");

    [Fact]
    public void The_stub_of_ML_NET_is_for_the_compiler_alone()
    {
        string registration = File.ReadAllText(Repository.Projects("src").Single(p => p.Name == "PhiVisionML.Registration").Path);
        Assert.True(registration.Contains("Stub.csproj\" Private=\"false\" PrivateAssets=\"all\"", StringComparison.Ordinal),
            "PhiVisionML.Registration must reference the stub with Private=\"false\" PrivateAssets=\"all\"; a shipped stub would take the place of the real Microsoft.ML.Core.dll.");
    }

    // A test project sees the project that it mirrors; ours and the benchmarks have no mirror.
    private static bool IsAllowed(string project, string reference)
    {
        const string tests = ".Tests";
        string[] allowed = Allowed.TryGetValue(project, out string[]? list) ? list
            : project.EndsWith(tests, StringComparison.Ordinal) ? [project[..^tests.Length]] : [];
        return allowed.Contains(reference) || allowed.Contains(Everything) && reference.StartsWith("PhiVisionML.", StringComparison.Ordinal);
    }
}
