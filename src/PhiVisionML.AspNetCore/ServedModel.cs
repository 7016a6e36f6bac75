using Microsoft.Extensions.AI;
using PhiVisionML.Chat;

namespace PhiVisionML.AspNetCore;

/// <summary>A model that requests may name.</summary>
/// <param name="Id">What a request writes into <c>model</c>; reaches the client as <see cref="ChatOptions.ModelId"/>, but for a <see cref="PhiVisionChatClient"/> that goes by other names. Several ids may have one client.</param>
/// <param name="Client">Who answers; the container's to dispose.</param>
public sealed record ServedModel(string Id, IChatClient Client)
{
    /// <summary>A client under the name that its metadata give.</summary>
    /// <param name="client">The client.</param>
    /// <exception cref="InvalidOperationException">Its metadata have no default model.</exception>
    public static ServedModel Of(IChatClient client)
        => new(client.GetService<ChatClientMetadata>()?.DefaultModelId is { Length: > 0 } id ? id
            : throw new InvalidOperationException($"A {client.GetType().Name} names no model in its {nameof(ChatClientMetadata)}; give it an id: new {nameof(ServedModel)}(id, client)."), client);

    /// <summary>A client under every name that it answers to: a <see cref="PhiVisionChatClient"/> under its own and those of its adapters, another one as <see cref="Of"/> says.</summary>
    /// <param name="client">The client, which may be wrapped in others.</param>
    public static IEnumerable<ServedModel> AllOf(IChatClient client)
        => client.GetService<PhiVisionChatClient>() is { } own ? own.ModelIds.Select(id => new ServedModel(id, client)) : [Of(client)];

    /// <summary>What the client is told of the model: nothing where it is a <see cref="PhiVisionChatClient"/> that does not go by this id, because it would refuse it.</summary>
    internal string? ClientModelId => Client.GetService<PhiVisionChatClient>() is { } own && !own.ModelIds.Contains(Id) ? null : Id;

    /// <summary>The model that an answer names: what the client says, where it knows this id.</summary>
    internal string NameOf(string? answered) => ClientModelId is null ? Id : answered ?? Id;

    internal string OwnedBy => Client.GetService<ChatClientMetadata>()?.ProviderName ?? "phivisionml";
}
