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

    /// <summary>Calls of tools.</summary>
    public ChatResponseUpdate Calls(IEnumerable<FunctionCallContent> calls) => Update([.. calls]);

    /// <summary>The last update of an answer: what was used, and why it ended.</summary>
    /// <param name="result">The answer.</param>
    /// <param name="maxPositions">The model's longest sequence, in tokens.</param>
    /// <param name="choice">The round before it, in which the model chose no tool; each token of the two counts once.</param>
    public ChatResponseUpdate End(GenerationResult result, int maxPositions, GenerationResult? choice = null)
    {
        var update = End(result, result.StopReason is StopReason.MaxTokens or StopReason.ContextLength ? ChatFinishReason.Length : ChatFinishReason.Stop, choice?.TokenIds.Count ?? 0);
        if (result.StopReason == StopReason.ContextLength)
            update.AdditionalProperties![Note] = $"The answer was cut after {result.TokenIds.Count} tokens: with the prompt's {result.PromptTokens} they fill the model's longest sequence of {maxPositions}.";
        return update;
    }

    /// <summary>The last update behind calls of tools.</summary>
    /// <param name="choice">The round in which the model chose them.</param>
    public ChatResponseUpdate EndOfCalls(GenerationResult choice) => End(choice, ChatFinishReason.ToolCalls, chosenTokens: 0);

    private ChatResponseUpdate End(GenerationResult result, ChatFinishReason reason, int chosenTokens)
    {
        var update = Update(new UsageContent(new UsageDetails
        {
            InputTokenCount = result.PromptTokens - chosenTokens,
            OutputTokenCount = result.TokenIds.Count + chosenTokens,
            TotalTokenCount = result.PromptTokens + result.TokenIds.Count,
        }));
        update.FinishReason = reason;
        update.AdditionalProperties = new AdditionalPropertiesDictionary { [FinishReason] = reason.Value };
        return update;
    }

    private ChatResponseUpdate Update(params IList<AIContent> contents) => new(ChatRole.Assistant, contents)
    {
        ResponseId = _responseId,
        MessageId = _responseId + "-0",
        ModelId = modelId,
        CreatedAt = createdAt,
    };
}
