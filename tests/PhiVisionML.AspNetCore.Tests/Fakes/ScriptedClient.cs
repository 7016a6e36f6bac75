using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace PhiVisionML.AspNetCore.Tests.Fakes;

/// <summary>Says what a test wrote for it, and remembers what it was asked.</summary>
internal sealed class ScriptedClient : IChatClient
{
    public const string Model = "scripted";

    private readonly ChatClientMetadata _metadata = new("tests", defaultModelId: Model);

    /// <summary>The answer to a conversation.</summary>
    public Func<IReadOnlyList<ChatMessage>, IAsyncEnumerable<ChatResponseUpdate>> Answer { get; init; } = _ => Say("One", " two", " three");

    public IReadOnlyList<ChatMessage> Messages { get; private set; } = [];

    public ChatOptions Options { get; private set; } = new();

    public int Requests { get; private set; }

    public static async IAsyncEnumerable<ChatResponseUpdate> Say(params string[] words)
    {
        await Task.Yield();
        foreach (string word in words)
            yield return Update(new TextContent(word));
        yield return End(ChatFinishReason.Stop, words.Length);
    }

    public static async IAsyncEnumerable<ChatResponseUpdate> Call(params FunctionCallContent[] calls)
    {
        await Task.Yield();
        foreach (var call in calls)
            yield return Update(call);
        yield return End(ChatFinishReason.ToolCalls, 7);
    }

    public static ChatResponseUpdate Update(AIContent content) => new(ChatRole.Assistant, [content]) { ResponseId = "r1", MessageId = "m1", ModelId = Model };

    public static ChatResponseUpdate End(ChatFinishReason reason, int tokens)
    {
        var end = Update(new UsageContent(new UsageDetails { InputTokenCount = 11, OutputTokenCount = tokens, TotalTokenCount = 11 + tokens }));
        end.FinishReason = reason;
        return end;
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        (Messages, Options) = ([.. messages], options!);
        Requests++;
        await foreach (var update in Answer(Messages).WithCancellation(cancellationToken))
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? _metadata : null;

    public void Dispose()
    {
    }
}
