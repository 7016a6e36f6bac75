using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace PhiVisionML.SemanticKernel.Tests.Fakes;

/// <summary>A client of no known vendor: answers by a script, and keeps what it was asked.</summary>
internal sealed class ScriptedChatClient(Func<IReadOnlyList<ChatMessage>, ChatOptions?, ChatResponse> script) : IChatClient
{
    private readonly Lock _access = new();

    public ScriptedChatClient(string answer)
        : this((_, _) => new ChatResponse(new ChatMessage(ChatRole.Assistant, answer)))
    {
    }

    public List<(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)> Requests { get; } = [];

    public ChatOptions LastOptions => Requests[^1].Options!;

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ChatMessage[] asked = [.. messages];
        lock (_access)
            Requests.Add((asked, options));
        return Task.FromResult(script(asked, options));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    /// <summary>Calls a function once, then says what it gave back.</summary>
    public static ScriptedChatClient Calling(string function, params (string Name, object? Value)[] arguments) => new((messages, _) =>
        messages[^1].Contents.OfType<FunctionResultContent>().FirstOrDefault() is { } result
            ? new ChatResponse(new ChatMessage(ChatRole.Assistant, $"It gave back {JsonSerializer.Serialize(result.Result)}"))
            : new ChatResponse(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("call-1", function, arguments.ToDictionary(one => one.Name, one => one.Value))])) { FinishReason = ChatFinishReason.ToolCalls });
}
