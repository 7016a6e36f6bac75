using PhiVisionML.Enrichment.Runs;
using Xunit;

namespace PhiVisionML.Enrichment.Tests.Runs;

public class JobContentTests
{
    [Fact]
    public void The_same_question_has_the_same_content_and_any_other_another_one()
    {
        string[] contents =
        [
            JobContent.Of("p", "v", "prompt", ["a", null]),
            JobContent.Of("q", "v", "prompt", ["a", null]),
            JobContent.Of("p", "w", "prompt", ["a", null]),
            JobContent.Of("p", "v", "prompts", ["a", null]),
            JobContent.Of("p", "v", "prompt", [null, "a"]),
            JobContent.Of("p", "v", "prompt", ["a", ""]),
            JobContent.Of("p", "v", "prompt", ["a", null, null]),
            JobContent.Of("p", "v", "prompt", ["a", null], "again"),
            JobContent.Of("p", "v", "prompt1:a;", ["a", null]),
            JobContent.Of("p", "vp", "rompt", ["a", null]),
        ];

        Assert.Equal(contents.Length, contents.Distinct().Count());
        Assert.Equal(contents[0], JobContent.Of("p", "v", "prompt", ["a", null]));
        Assert.All(contents, content => Assert.Matches("^[0-9a-f]{32}$", content));
    }
}
