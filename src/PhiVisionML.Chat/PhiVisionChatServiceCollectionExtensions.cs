using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PhiVisionML.Chat;

/// <summary>Puts the chat client into a container.</summary>
public static class PhiVisionChatServiceCollectionExtensions
{
    /// <summary>
    /// Adds a <see cref="PhiVisionChatClient"/> as the <see cref="IChatClient"/>. Options are checked when a host starts, otherwise when the
    /// client is first asked for; the container disposes client and model.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets the options; <see cref="PhiVisionChatClientOptions.ModelPath"/> at least.</param>
    /// <returns>A builder for wrapping the client: <c>UseLogging()</c>, <c>UseOpenTelemetry()</c> …</returns>
    public static ChatClientBuilder AddPhiVisionChatClient(this IServiceCollection services, Action<PhiVisionChatClientOptions> configure)
    {
        AddOptions(services, Options.DefaultName, configure, provider => provider.GetRequiredService<IChatClient>());
        return services.AddChatClient(provider => Create(provider, Options.DefaultName));
    }

    /// <summary>Adds a client under a key, so that several models can stand beside each other.</summary>
    /// <inheritdoc cref="AddPhiVisionChatClient"/>
    /// <param name="services">The container.</param>
    /// <param name="serviceKey">The key; also the name of the options.</param>
    /// <param name="configure">Sets the options; <see cref="PhiVisionChatClientOptions.ModelPath"/> at least.</param>
    public static ChatClientBuilder AddKeyedPhiVisionChatClient(this IServiceCollection services, string serviceKey, Action<PhiVisionChatClientOptions> configure)
    {
        ArgumentException.ThrowIfNullOrEmpty(serviceKey);
        AddOptions(services, serviceKey, configure, provider => provider.GetRequiredKeyedService<IChatClient>(serviceKey));
        return services.AddKeyedChatClient(serviceKey, provider => Create(provider, serviceKey));
    }

    private static void AddOptions(IServiceCollection services, string name, Action<PhiVisionChatClientOptions> configure, Func<IServiceProvider, IChatClient> client)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<PhiVisionChatClientOptions>(name).Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PhiVisionChatClientOptions>, PhiVisionChatClientOptionsValidation>());
        services.AddSingleton<IHostedService>(provider => new StartupLoad(() => OptionsOf(provider, name), () => client(provider)));
    }

    private static PhiVisionChatClient Create(IServiceProvider provider, string name)
        => new(OptionsOf(provider, name), provider.GetService<ILogger<PhiVisionChatClient>>());

    private static PhiVisionChatClientOptions OptionsOf(IServiceProvider provider, string name)
        => provider.GetRequiredService<IOptionsMonitor<PhiVisionChatClientOptions>>().Get(name);
}
