using Microsoft.Extensions.AI;

namespace PhiVisionML.AspNetCore.Requests;

/// <summary>A request for a completion, as a chat client takes it.</summary>
/// <param name="Messages">The conversation.</param>
/// <param name="Options">How to answer; the model by the id that the request names.</param>
/// <param name="Stream">Whether to answer piece by piece.</param>
/// <param name="IncludeUsage">Whether a stream ends with what was used.</param>
internal sealed record CompletionRequest(IReadOnlyList<ChatMessage> Messages, ChatOptions Options, bool Stream, bool IncludeUsage);
