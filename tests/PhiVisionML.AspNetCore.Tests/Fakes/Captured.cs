using PhiVisionML.Chat;
using PhiVisionML.Chat.Tests.Fakes;
using Xunit;

namespace PhiVisionML.AspNetCore.Tests.Fakes;

/// <summary>The chat client behind the endpoints, over a model that keeps the token ids it is given.</summary>
public sealed class Captured : IAsyncLifetime
{
    private readonly FakeModel _model = new();
    private PhiVisionChatClient? _client;
    private Served? _served;

    public async ValueTask InitializeAsync() => _served = await Served.StartAsync(_client = _model.Client());

    /// <summary>The ids of the prompt that a request becomes. What the model makes of it does not matter.</summary>
    public async Task<int[]> IdsOfAsync(string json)
    {
        int before = _model.Batches.Count;
        var response = await _served!.PostAsync(json);
        Assert.True(_model.Batches.Count > before, await response.Content.ReadAsStringAsync());
        return [.. _model.Batches.ElementAt(before)[0].InputIds];
    }

    public async ValueTask DisposeAsync()
    {
        await _served!.DisposeAsync();
        _client!.Dispose();
    }
}
