using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using PhiVisionML.Chat;

namespace PhiVisionML.SemanticKernel;

/// <summary>Puts Phi-3-Vision into a container for Semantic Kernel.</summary>
public static class PhiVisionServiceCollectionExtensions
{
    private const int MostRounds = 5;

    /// <summary>
    /// Adds a <see cref="PhiVisionChatClient"/> that calls the kernel's functions, with its filters, as <see cref="IChatClient"/> and as
    /// <see cref="IChatCompletionService"/>: two faces of one client. Options are checked when a host starts, otherwise when a service is first asked for.
    /// </summary>
    /// <remarks>A model of this size that calls functions again and again rarely comes to an end: after 5 rounds of calls it has to answer.</remarks>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets the options; <see cref="PhiVisionChatClientOptions.ModelPath"/> at least.</param>
    /// <param name="serviceId">The key of the services, by which <c>PromptExecutionSettings.ServiceId</c> finds them; null adds them without one.</param>
    public static IServiceCollection AddPhiVisionChatCompletion(this IServiceCollection services, Action<PhiVisionChatClientOptions> configure, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var client = serviceId is null ? services.AddPhiVisionChatClient(configure) : services.AddKeyedPhiVisionChatClient(serviceId, configure);
        client.Use(inner =>
        {
            inner.GetRequiredService<FunctionInvokingChatClient>().MaximumIterationsPerRequest = MostRounds;
            return inner;
        }).UseKernelFunctionInvocation();
        return services.AddKeyedSingleton(serviceId, (provider, key) => (key is null ? provider.GetRequiredService<IChatClient>() : provider.GetRequiredKeyedService<IChatClient>(key)).AsChatCompletionService(provider));
    }
}
