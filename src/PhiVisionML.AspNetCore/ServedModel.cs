using Microsoft.Extensions.AI;

namespace PhiVisionML.AspNetCore;

/// <summary>A model that requests may name.</summary>
/// <param name="Id">What a request writes into <c>model</c>; reaches the client as <see cref="ChatOptions.ModelId"/>. Several ids may have one client.</param>
/// <param name="Client">Who answers; the container's to dispose.</param>
public sealed record ServedModel(string Id, IChatClient Client)
{
    /// <summary>A client under the name that its metadata give.</summary>
    /// <param name="client">The client.</param>
    /// <exception cref="InvalidOperationException">Its metadata have no default model.</exception>
    public static ServedModel Of(IChatClient client)
        => new(client.GetService<ChatClientMetadata>()?.DefaultModelId is { Length: > 0 } id ? id
            : throw new InvalidOperationException($"A {client.GetType().Name} names no model in its {nameof(ChatClientMetadata)}; give it an id: new {nameof(ServedModel)}(id, client)."), client);

    internal string OwnedBy => Client.GetService<ChatClientMetadata>()?.ProviderName ?? "phivisionml";
}
