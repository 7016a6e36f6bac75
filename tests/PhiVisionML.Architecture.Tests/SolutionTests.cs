using Xunit;

namespace PhiVisionML.Architecture.Tests;

public class SolutionTests
{
    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = Repository.SolutionText.Replace('\\', '/');
        Repository.AssertNone(
            Repository.Projects("src", "tests", "examples", "build").Select(p => Repository.Relative(p.Path)).Where(p => !solution.Contains($"\"{p}\"", StringComparison.Ordinal)),
            "Run `dotnet sln add` for these, or `dotnet test` will pass them by:");
    }

    [Fact]
    public void Every_source_project_has_its_tests()
    {
        string[] tests = [.. Repository.Projects("tests").Select(p => p.Name)];
        Repository.AssertNone(
            Repository.Projects("src").Select(p => p.Name).Where(p => !tests.Contains($"{p}.Tests") && p != "PhiVisionML.Registration"),   // tested by loading models, in MLNet's tests
            "Add a project of the same name plus .Tests under tests/ for:");
    }
}
