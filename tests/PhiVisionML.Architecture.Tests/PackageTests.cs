using System.Xml.Linq;
using Xunit;

namespace PhiVisionML.Architecture.Tests;

/// <summary>Who needs only a part takes only a part: which packages stay out of which projects.</summary>
public class PackageTests
{
    [Theory]
    [InlineData("Catalog", "TorchSharp", "products are plain data; what needs tensors belongs to Model or above")]
    [InlineData("Catalog", "Microsoft.ML", "products are plain data; ML.NET begins in MLNet")]
    [InlineData("Model", "Microsoft.ML", "the network knows nothing of ML.NET (its tokenizers aside), which begins in MLNet")]
    [InlineData("Training", "Microsoft.ML", "training knows nothing of ML.NET (its tokenizers aside), which begins in MLNet")]
    [InlineData("Catalog", "Microsoft.SemanticKernel", "agents begin in SemanticKernel")]
    [InlineData("Model", "Microsoft.SemanticKernel", "agents begin in SemanticKernel")]
    [InlineData("Training", "Microsoft.SemanticKernel", "agents begin in SemanticKernel")]
    [InlineData("Registration", "", "the leaf that ML.NET's loader reads has no packages; at run time the application's Microsoft.ML.Core answers")]
    [InlineData("MLNet", "Microsoft.SemanticKernel", "agents begin in SemanticKernel")]
    [InlineData("Chat", "Microsoft.SemanticKernel", "the chat client serves every agent framework; Semantic Kernel begins in SemanticKernel")]
    [InlineData("AspNetCore", "Microsoft.SemanticKernel", "the endpoints serve any IChatClient; Semantic Kernel begins in SemanticKernel")]
    [InlineData("Hosting", "Microsoft.SemanticKernel", "the worker talks to any IChatClient; Semantic Kernel begins in SemanticKernel")]
    public void A_project_stays_free_of_what_begins_above_it(string project, string family, string reason)
        => Repository.AssertNone(
            from file in Repository.Projects("src")
            where file.Name == $"PhiVisionML.{project}"
            from package in file.Packages
            where package.StartsWith(family, StringComparison.OrdinalIgnoreCase) && !package.StartsWith("Microsoft.ML.Tokenizers", StringComparison.OrdinalIgnoreCase)
            select $"{file} -> {package}",
            $"Move what needs the package up: {reason}.");

    [Fact]
    public void Only_Directory_Build_targets_picks_a_native_backend()
        => Repository.AssertNone(
            from project in Repository.Projects("src", "tests", "examples")
            from package in project.Packages
            where package.StartsWith("TorchSharp-", StringComparison.OrdinalIgnoreCase) || package.StartsWith("libtorch", StringComparison.OrdinalIgnoreCase)
            select $"{project} -> {package}",
            "Set <UsesTorch>true</UsesTorch> in the executable instead: the property TorchBackend then picks the package, for every executable alike.");

    [Fact]
    public void Libraries_bring_no_native_backend_along()
        => Repository.AssertNone(
            Repository.Projects("src").Where(p => p.Sets("UsesTorch") && !p.Sets("OutputType")).Select(p => p.Name),
            "UsesTorch is for executables; a library leaves the choice of libtorch to the application:");

    [Fact]
    public void Versions_stand_in_Directory_Packages_props_alone()
    {
        var central = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion").Select(v => (string)v.Attribute("Include")!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var projects = Repository.Projects("src", "tests", "examples", "build");
        Repository.AssertNone(
            projects.SelectMany(p => p.VersionedPackages.Select(v => $"{p} gives {v} a version"))
                .Concat(projects.SelectMany(p => p.Packages.Where(n => !central.Contains(n)).Select(n => $"{p} references {n}, which has no PackageVersion"))),
            "Put the version into Directory.Packages.props, and only there:");
    }
}
