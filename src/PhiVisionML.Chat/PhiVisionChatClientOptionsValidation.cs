using Microsoft.Extensions.Options;

namespace PhiVisionML.Chat;

/// <summary>Checks options that come from a container's configuration.</summary>
internal sealed class PhiVisionChatClientOptionsValidation : IValidateOptions<PhiVisionChatClientOptions>
{
    public ValidateOptionsResult Validate(string? name, PhiVisionChatClientOptions options)
        => options.Faults().ToArray() is { Length: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
}
