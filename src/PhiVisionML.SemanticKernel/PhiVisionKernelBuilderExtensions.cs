using Microsoft.SemanticKernel;
using PhiVisionML.Chat;

namespace PhiVisionML.SemanticKernel;

/// <summary>Puts Phi-3-Vision into a kernel.</summary>
public static class PhiVisionKernelBuilderExtensions
{
    /// <summary>Adds Phi-3-Vision as the chat completion of the kernel: pictures in messages of the user, the kernel's functions as tools.</summary>
    /// <inheritdoc cref="PhiVisionServiceCollectionExtensions.AddPhiVisionChatCompletion"/>
    /// <param name="builder">The kernel's builder.</param>
    /// <param name="configure">Sets the options; <see cref="PhiVisionChatClientOptions.ModelPath"/> at least.</param>
    /// <param name="serviceId">The key of the services, by which <see cref="PromptExecutionSettings.ServiceId"/> finds them; null adds them without one.</param>
    public static IKernelBuilder AddPhiVisionChatCompletion(this IKernelBuilder builder, Action<PhiVisionChatClientOptions> configure, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddPhiVisionChatCompletion(configure, serviceId);
        return builder;
    }
}
