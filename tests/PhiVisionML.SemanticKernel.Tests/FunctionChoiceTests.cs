using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using PhiVisionML.SemanticKernel.Answers;
using PhiVisionML.SemanticKernel.Tests.Fakes;
using Xunit;

namespace PhiVisionML.SemanticKernel.Tests;

/// <summary>A model calls the skill's functions through the kernel.</summary>
public class FunctionChoiceTests
{
    [Fact]
    public async Task A_call_that_the_model_chooses_passes_the_filters_and_its_result_returns_to_the_model()
    {
        using var orchestrator = ScriptedChatClient.Calling("ProductCatalog_SearchCatalog", ("query", "mug"), ("top", 1));
        var (kernel, filter) = Kernel(orchestrator);
        string? answer = await kernel.InvokePromptAsync<string>("Which mugs are there?", new(new PhiVisionPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }));
        Assert.Equal(["SearchCatalog"], filter.Seen);
        Assert.Contains("MUG-", answer, StringComparison.Ordinal);
        Assert.Contains("\"sku\"", answer, StringComparison.Ordinal);
        Assert.Equal(2, orchestrator.Requests.Count);
        Assert.Equal(6, orchestrator.Requests[0].Options!.Tools!.Count);
    }

    [Fact]
    public async Task A_refusal_returns_to_the_model_as_a_sentence()
    {
        using var orchestrator = ScriptedChatClient.Calling("ProductCatalog_DescribeProduct", ("image", "/etc/passwd"));
        var (kernel, _) = Kernel(orchestrator);
        string? answer = await kernel.InvokePromptAsync<string>("What is it?", new(new PhiVisionPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }));
        Assert.Contains("error", answer, StringComparison.Ordinal);
        Assert.Contains("not in a folder from which pictures may be read", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_price_is_a_number()
    {
        using var orchestrator = ScriptedChatClient.Calling("ProductCatalog_CheckListing", ("image", "MUG-1"), ("price", System.Text.Json.JsonElement.Parse("12.5")));
        var (kernel, _) = Kernel(orchestrator);
        string? answer = await kernel.InvokePromptAsync<string>("Is the price right?", new(new PhiVisionPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }));
        Assert.Contains("\"listed\":\"12.50\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Phi_3_Vision_calls_the_function_that_it_is_told_to_call()
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.AddPhiVisionChatCompletion(Tiny.Configure);
        var filter = new Filter { Ends = true };
        builder.Services.AddSingleton<IAutoFunctionInvocationFilter>(filter);
        builder.Plugins.AddFromObject(ProductCatalogPluginTests.Plugin(), ProductCatalogPlugin.Name);
        var kernel = builder.Build();
        var search = kernel.Plugins.GetFunction(ProductCatalogPlugin.Name, "SearchCatalog");
        await kernel.InvokePromptAsync("Which mugs are there?", new(new PhiVisionPromptExecutionSettings { MaxTokens = 80, FunctionChoiceBehavior = FunctionChoiceBehavior.Required([search]) }));
        Assert.Equal(["SearchCatalog"], filter.Seen);
        Assert.IsType<CatalogSearchResult>(filter.LastResult);
    }

    [Fact]
    public void Every_function_and_parameter_says_what_it_is_for()
    {
        var functions = KernelPluginFactory.CreateFromObject(ProductCatalogPluginTests.Plugin(), ProductCatalogPlugin.Name);
        Assert.Equal(["CheckListing", "ClassifyProduct", "DescribeProduct", "EnrichProduct", "EstimatePrice", "SearchCatalog"], functions.Select(function => function.Name).Order());
        Assert.All(functions, function =>
        {
            Assert.True(function.Description.Length > 50);
            Assert.All(function.Metadata.Parameters, parameter => Assert.NotEmpty(parameter.Description));
            Assert.True(function.Metadata.Parameters[0].IsRequired);
        });
    }

    private static (Kernel Kernel, Filter Filter) Kernel(ScriptedChatClient orchestrator)
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.Services.AddSingleton(orchestrator.AsBuilder().UseKernelFunctionInvocation().Build().AsChatCompletionService());
        var filter = new Filter();
        builder.Services.AddSingleton<IAutoFunctionInvocationFilter>(filter);
        builder.Plugins.AddFromObject(ProductCatalogPluginTests.Plugin(), ProductCatalogPlugin.Name);
        return (builder.Build(), filter);
    }

    private sealed class Filter : IAutoFunctionInvocationFilter
    {
        public List<string> Seen { get; } = [];

        /// <summary>Whether the first call is the last.</summary>
        public bool Ends { get; init; }

        public object? LastResult { get; private set; }

        public async Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
        {
            Seen.Add(context.Function.Name);
            await next(context);
            LastResult = context.Result.GetValue<object>();
            context.Terminate = Ends;
        }
    }
}
