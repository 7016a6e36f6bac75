using Microsoft.Extensions.AI;
using Microsoft.Extensions.Hosting;

namespace PhiVisionML.Chat;

/// <summary>Loads a client's model while the host starts, where its options say so.</summary>
/// <param name="options">The client's options.</param>
/// <param name="client">The client, which may be wrapped in others.</param>
internal sealed class StartupLoad(Func<PhiVisionChatClientOptions> options, Func<IChatClient> client) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
        => options().LoadAtStart ? client().GetRequiredService<PhiVisionChatClient>().LoadAsync(cancellationToken) : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
