using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using PhiVisionML.SemanticKernel.Tests.Fakes;
using Xunit;

namespace PhiVisionML.SemanticKernel.Tests;

/// <summary>The skill's functions as tools of an agent that knows nothing of Semantic Kernel.</summary>
public class AgentFrameworkTests
{
    [Fact]
    public async Task An_agent_calls_the_skill()
    {
        using var orchestrator = ScriptedChatClient.Calling("DescribeProduct", ("image", "MUG-1"));
        var answer = await Agent(orchestrator).RunAsync("What is MUG-1?");
        Assert.Contains("\"title\":\"Red mug\"", answer.Text, StringComparison.Ordinal);
        Assert.Equal(6, orchestrator.Requests[0].Options!.Tools!.Count);
    }

    [Fact]
    public async Task A_refusal_reaches_the_agents_model()
    {
        using var orchestrator = ScriptedChatClient.Calling("EnrichProduct", ("sku", "nothing"));
        string text = string.Concat(await Agent(orchestrator).RunStreamingAsync("Fill it in").Select(update => update.Text).ToListAsync());
        Assert.Contains("There is no product", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Tools_have_plain_names_and_say_what_they_give_back()
    {
        var functions = ProductCatalogPluginTests.Plugin().AsAIFunctions();
        Assert.Equal(["CheckListing", "ClassifyProduct", "DescribeProduct", "EnrichProduct", "EstimatePrice", "SearchCatalog"], functions.Select(function => function.Name).Order());
        Assert.All(functions, function => Assert.NotEmpty(function.Description));
        Assert.All(functions, function => Assert.True(function.ReturnJsonSchema!.Value.GetProperty("properties").TryGetProperty("error", out _)));
    }

    private static ChatClientAgent Agent(IChatClient orchestrator)
        => new(orchestrator, instructions: "You help a shop.", tools: [.. ProductCatalogPluginTests.Plugin().AsAIFunctions()]);
}
