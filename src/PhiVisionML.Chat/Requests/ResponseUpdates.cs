using Microsoft.Extensions.AI;
using PhiVisionML.Model.Generation;

namespace PhiVisionML.Chat.Requests;

/// <summary>Writes the updates of one response; all of them carry the same ids, model and time.</summary>
/// <param name="modelId">The client's model.</param>
/// <param name="createdAt">When the answer began.</param>
internal sealed class ResponseUpdates(string modelId, DateTimeOffset createdAt)
{
    /// <summary>Key of the finish reason among the last update's additional properties, for those who lose the property of that name.</summary>
    public const string FinishReason = "FinishReason";

    /// <summary>Key of a sentence on an answer that was cut although it has fewer tokens than it might.</summary>
    public const string Note = "Note";

    private readonly string _responseId = $"phivision-{Guid.NewGuid():N}";

    /// <summary>A piece of the text.</summary>
    public ChatResponseUpdate Text(string text) => Update(new TextContent(text));

    /// <summary>The last update: what was used, and why the answer ended.</summary>
    public ChatResponseUpdate End(GenerationResult result, int maxPositions)
    {
        var reason = result.StopReason is StopReason.MaxTokens or StopReason.ContextLength ? ChatFinishReason.Length : ChatFinishReason.Stop;
        var update = Update(new UsageContent(new UsageDetails
        {
            InputTokenCount = result.PromptTokens,
            CachedInputTokenCount = result.CachedPromptTokens,
            OutputTokenCount = result.TokenIds.Count,
            TotalTokenCount = result.PromptTokens + result.TokenIds.Count,
        }));
        update.FinishReason = reason;
        update.AdditionalProperties = new AdditionalPropertiesDictionary { [FinishReason] = reason.Value };
        if (result.StopReason == StopReason.ContextLength)
            update.AdditionalProperties[Note] = $"The answer was cut after {result.TokenIds.Count} tokens: with the prompt's {result.PromptTokens} they fill the model's longest sequence of {maxPositions}.";
        return update;
    }

    private ChatResponseUpdate Update(AIContent content) => new(ChatRole.Assistant, [content])
    {
        ResponseId = _responseId,
        MessageId = _responseId + "-0",
        ModelId = modelId,
        CreatedAt = createdAt,
    };
}
