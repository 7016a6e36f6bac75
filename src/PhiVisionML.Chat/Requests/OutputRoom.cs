using Microsoft.Extensions.AI;
using PhiVisionML.Model.Generation;

namespace PhiVisionML.Chat.Requests;

/// <summary>Whether an answer can be completed within its most tokens and the model's longest sequence.</summary>
internal static class OutputRoom
{
    /// <param name="request">The request.</param>
    /// <param name="maxPositions">The model's longest sequence, in tokens.</param>
    /// <param name="before">Tokens that are generated before the answer and count as its own.</param>
    /// <param name="between">Tokens that then come before the answer without being generated.</param>
    /// <exception cref="ArgumentException">It surely can not; the message has both numbers.</exception>
    public static void Require(GenerationRequest request, int maxPositions, int before = 0, int between = 0)
    {
        int needed = before + (request.Constraint?.MinimumTokens ?? 1);
        int room = Math.Min(request.Options.MaxNewTokens, maxPositions - request.InputIds.Count - between);
        if (needed > room)
            throw new ArgumentException($"An answer in the format and with the tools that are asked for needs up to {needed} tokens at least; there is room for {room}. Raise {nameof(ChatOptions.MaxOutputTokens)}, shorten the prompt, or make format or tools smaller.");
    }
}
