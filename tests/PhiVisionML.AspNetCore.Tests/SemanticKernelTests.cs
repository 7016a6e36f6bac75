using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using PhiVisionML.AspNetCore.Tests.Fakes;
using PhiVisionML.Chat;
using PhiVisionML.Chat.Tests.Fakes;
using Xunit;

namespace PhiVisionML.AspNetCore.Tests;

/// <summary>Semantic Kernel's connector for OpenAI talks to the endpoints.</summary>
public class SemanticKernelTests
{
    [Fact]
    public async Task It_sends_a_picture_to_the_tiny_model_and_reads_the_answer_whole_and_in_pieces()
    {
        using var client = new PhiVisionChatClient(Tiny.Model);
        await using var served = await Served.StartAsync(client);
        var service = Kernel.CreateBuilder().AddOpenAIChatCompletion("phivision-tiny", new Uri(served.Address, "/v1"), apiKey: "none").Build().GetRequiredService<IChatCompletionService>();
        var history = new ChatHistory("Be short.");
        history.AddUserMessage([new TextContent("What is it?"), new ImageContent(File.ReadAllBytes(Tiny.PicturePath("product")), "image/png")]);
        var settings = new OpenAIPromptExecutionSettings { MaxTokens = 24, Temperature = 0 };
        string whole = (await service.GetChatMessageContentAsync(history, settings)).Content!;
        string pieces = string.Concat(await service.GetStreamingChatMessageContentsAsync(history, settings).Select(piece => piece.Content).ToListAsync());
        var message = Tiny.Ask("What is it?");
        message.Contents.Add(Tiny.Picture("product"));
        var here = await Microsoft.Extensions.AI.ChatClientExtensions.GetResponseAsync(client, message, new() { MaxOutputTokens = 24, Instructions = "Be short." });
        Assert.NotEmpty(whole);
        Assert.Equal((here.Text, here.Text), (whole, pieces));
    }

    [Fact]
    public async Task It_calls_its_functions()
    {
        var client = new ScriptedClient
        {
            Answer = messages => messages[^1].Role == Microsoft.Extensions.AI.ChatRole.Tool
                ? ScriptedClient.Say("It costs 12 EUR")
                : ScriptedClient.Call(new Microsoft.Extensions.AI.FunctionCallContent("c1", "Shop-Price", new Dictionary<string, object?> { ["sku"] = "7" })),
        };
        await using var served = await Served.StartAsync(client);
        var kernel = Kernel.CreateBuilder().AddOpenAIChatCompletion(ScriptedClient.Model, new Uri(served.Address, "/v1"), apiKey: "none").Build();
        string? asked = null;
        kernel.Plugins.AddFromFunctions("Shop", [KernelFunctionFactory.CreateFromMethod((string sku) => asked = sku, "Price")]);
        var answer = await kernel.InvokePromptAsync("How much is 7?", new KernelArguments(new OpenAIPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }));
        Assert.Equal(("It costs 12 EUR", "7"), (answer.ToString(), asked));
    }
}
