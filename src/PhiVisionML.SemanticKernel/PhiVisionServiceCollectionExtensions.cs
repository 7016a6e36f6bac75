using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using PhiVisionML.Chat;

namespace PhiVisionML.SemanticKernel;

/// <summary>Puts Phi-3-Vision into a container for Semantic Kernel.</summary>
public static class PhiVisionServiceCollectionExtensions
{
    /// <summary>
    /// Adds a <see cref="PhiVisionChatClient"/> that calls the kernel's functions, with its filters, as <see cref="IChatClient"/> and as
    /// <see cref="IChatCompletionService"/>: two faces of one client. Options are checked when a host starts, otherwise when a service is first asked for.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets the options; <see cref="PhiVisionChatClientOptions.ModelPath"/> at least.</param>
    /// <param name="serviceId">The key of the services, by which <c>PromptExecutionSettings.ServiceId</c> finds them; null adds them without one.</param>
    public static IServiceCollection AddPhiVisionChatCompletion(this IServiceCollection services, Action<PhiVisionChatClientOptions> configure, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var client = serviceId is null ? services.AddPhiVisionChatClient(configure) : services.AddKeyedPhiVisionChatClient(serviceId, configure);
        client.UseKernelFunctionInvocation();
        return services.AddKeyedSingleton(serviceId, (provider, key) => (key is null ? provider.GetRequiredService<IChatClient>() : provider.GetRequiredKeyedService<IChatClient>(key)).AsChatCompletionService(provider));
    }
}
