using PhiVisionML.AspNetCore;
using PhiVisionML.Chat;

namespace PhiVisionML.Cli.Serving;

/// <summary>What is served, where, and to whom.</summary>
/// <param name="Address">Where to listen.</param>
/// <param name="ConfigureModel">Sets the model and its limits.</param>
/// <param name="ConfigureEndpoints">Sets keys and limits of the endpoints.</param>
/// <param name="Drain">How long answers under way may go on at the end.</param>
/// <param name="JsonLog">Whether log lines are for programs.</param>
internal sealed record ServeOptions(ListenAddress Address, Action<PhiVisionChatClientOptions> ConfigureModel, Action<PhiVisionOpenAIOptions> ConfigureEndpoints, TimeSpan Drain, bool JsonLog);
