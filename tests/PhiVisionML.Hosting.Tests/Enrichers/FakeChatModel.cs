using Microsoft.Extensions.AI;

namespace PhiVisionML.Hosting.Tests.Enrichers;

/// <summary>A model elsewhere, whose answers a test makes.</summary>
internal sealed class FakeChatModel(Func<int, string> answer) : IChatClient
{
    private int _requests;

    public List<(ChatMessage Message, ChatOptions Options)> Requests { get; } = [];

    public TimeSpan Delay { get; set; }

    public int MostAtOnce { get; private set; }

    private int _underWay;

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        int number;
        lock (Requests)
        {
            Requests.Add((Assert(messages), options!));
            number = ++_requests;
            MostAtOnce = Math.Max(MostAtOnce, ++_underWay);
        }

        try
        {
            await Task.Delay(Delay, cancellationToken);
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, answer(number))) { ModelId = "far-away-7b", Usage = new UsageDetails { InputTokenCount = 100, OutputTokenCount = 10 } };
        }
        finally
        {
            lock (Requests)
                _underWay--;
        }
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static ChatMessage Assert(IEnumerable<ChatMessage> messages) => Xunit.Assert.Single(messages);
}
