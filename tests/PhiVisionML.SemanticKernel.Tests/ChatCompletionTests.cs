using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using PhiVisionML.Chat;
using PhiVisionML.SemanticKernel.Tests.Fakes;
using Xunit;
using TextContent = Microsoft.SemanticKernel.TextContent;

namespace PhiVisionML.SemanticKernel.Tests;

/// <summary>Phi-3-Vision in a kernel, on the tiny model.</summary>
public sealed class ChatCompletionTests
{
    private const string Question = "What is it?";

    [Fact]
    public async Task A_picture_reaches_the_model_as_bytes_as_data_URI_as_file_and_by_a_template()
    {
        var kernel = Tiny.Kernel();
        var chat = kernel.GetRequiredService<IChatCompletionService>();
        var settings = new PhiVisionPromptExecutionSettings { MaxTokens = 12 };
        string expected = (await kernel.GetRequiredService<IChatClient>().GetResponseAsync(
            [new ChatMessage(ChatRole.User, [new DataContent(Tiny.Picture, "image/png"), new Microsoft.Extensions.AI.TextContent(Question)])], new ChatOptions { MaxOutputTokens = 12 })).Text;
        Assert.NotEmpty(expected);

        Assert.Equal(expected, await AskAsync(new ImageContent(Tiny.Picture, "image/png")));
        Assert.Equal(expected, await AskAsync(new ImageContent(Tiny.DataUri)));
        Assert.Equal(expected, await AskAsync(new ImageContent(new Uri(Tiny.PicturePath))));   // its type is image/*
        Assert.Equal(expected, await kernel.InvokePromptAsync<string>(
            "<message role=\"user\"><image>{{$picture}}</image><text>{{$question}}</text></message>",
            new KernelArguments(settings) { ["picture"] = Tiny.DataUri, ["question"] = Question }));
        Assert.NotEqual(expected, (await chat.GetChatMessageContentAsync(Question, settings)).Content);

        async Task<string?> AskAsync(ImageContent picture)
        {
            var history = new ChatHistory();
            history.AddUserMessage([picture, new TextContent(Question)]);
            return (await chat.GetChatMessageContentAsync(history, settings, kernel)).Content;
        }
    }

    [Fact]
    public async Task Metadata_has_the_finish_reason_and_the_usage()
    {
        var chat = Tiny.Kernel().GetRequiredService<IChatCompletionService>();
        var answer = await chat.GetChatMessageContentAsync(Question, new PhiVisionPromptExecutionSettings { MaxTokens = 1 });
        Assert.Equal("length", answer.Metadata!["FinishReason"]);
        Assert.Equal(1, Assert.IsType<UsageDetails>(answer.Metadata["Usage"]).OutputTokenCount);
        Assert.Equal("phivision-tiny", answer.ModelId);
    }

    [Fact]
    public async Task A_stream_says_the_same_and_ends_with_finish_reason_and_usage()
    {
        var chat = Tiny.Kernel().GetRequiredService<IChatCompletionService>();
        var settings = new PhiVisionPromptExecutionSettings { MaxTokens = 1 };
        var pieces = await chat.GetStreamingChatMessageContentsAsync(Question, settings).ToListAsync();
        Assert.Equal((await chat.GetChatMessageContentAsync(Question, settings)).Content, string.Concat(pieces.Select(piece => piece.Content)));
        Assert.Equal("length", pieces[^1].Metadata!["FinishReason"]);
        Assert.Equal(1, Assert.IsType<UsageContent>(pieces[^1].Metadata!["Usage"]).Details.OutputTokenCount);
    }

    [Fact]
    public async Task A_type_is_what_the_answer_is_read_into()
    {
        var answer = await Tiny.Kernel().InvokePromptAsync<string>("Describe a product.", new(new PhiVisionPromptExecutionSettings { ResponseFormat = typeof(Stars), MaxTokens = 60 }));
        Assert.InRange(System.Text.Json.JsonSerializer.Deserialize<Stars>(answer!, System.Text.Json.JsonSerializerOptions.Web)!.Count, 1, 5);
    }

    [Fact]
    public async Task Both_faces_are_one_client_that_calls_functions()
    {
        await using var provider = new ServiceCollection().AddPhiVisionChatCompletion(Tiny.Configure).BuildServiceProvider();
        var client = provider.GetRequiredService<IChatClient>();
        Assert.NotNull(client.GetService<FunctionInvokingChatClient>());
        var chat = provider.GetRequiredService<IChatCompletionService>();
        client.GetService<PhiVisionChatClient>()!.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => chat.GetChatMessageContentAsync(Question));
    }

    [Fact]
    public async Task Services_under_an_id_stand_beside_each_other()
    {
        var builder = Kernel.CreateBuilder();
        builder.AddPhiVisionChatCompletion(options => { Tiny.Configure(options); options.ModelId = "first"; }, "a");
        builder.AddPhiVisionChatCompletion(options => { Tiny.Configure(options); options.ModelId = "second"; }, "b");
        var kernel = builder.Build();
        Assert.NotSame(kernel.GetRequiredService<IChatClient>("a"), kernel.GetRequiredService<IChatClient>("b"));
        foreach (var (id, model) in new[] { ("a", "first"), ("b", "second") })
        {
            var answer = await kernel.InvokePromptAsync<ChatMessageContent>(Question, new(new PhiVisionPromptExecutionSettings { ServiceId = id, MaxTokens = 2 }));
            Assert.Equal(model, answer!.ModelId);
        }
    }

    private sealed record Stars([property: System.ComponentModel.DataAnnotations.Range(1, 5)] int Count);
}
