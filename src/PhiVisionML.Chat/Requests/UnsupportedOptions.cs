using System.Globalization;
using Microsoft.Extensions.AI;
using PhiVisionML.Chat.Formats;

namespace PhiVisionML.Chat.Requests;

/// <summary>What of a request's options cannot be honoured. A value that asks for nothing (no tool, a penalty of 0) is honoured by doing nothing.</summary>
internal static class UnsupportedOptions
{
    /// <summary>Each property at fault with its value, and why where that is not plain.</summary>
    public static IEnumerable<string> Of(ChatOptions options, string modelId)
    {
        if (options.ModelId is { } id && id != modelId)
            yield return $"{nameof(options.ModelId)} ('{id}'; this client has '{modelId}')";
        if (options.ConversationId is not null)
            yield return $"{nameof(options.ConversationId)} (no conversation is kept: send all its messages)";
        if (options.FrequencyPenalty is { } frequency && frequency != 0)
            yield return Text($"{nameof(options.FrequencyPenalty)} ({frequency}; there is {RequestOptions.RepetitionPenalty} among {nameof(options.AdditionalProperties)})");
        if (options.PresencePenalty is { } presence && presence != 0)
            yield return Text($"{nameof(options.PresencePenalty)} ({presence}; there is {RequestOptions.RepetitionPenalty} among {nameof(options.AdditionalProperties)})");
        if (options.Reasoning is not null)
            yield return nameof(options.Reasoning);
        if (options.ResponseFormat is not (null or ChatResponseFormatText or ChatResponseFormatJson))
            yield return $"{nameof(options.ResponseFormat)} ({options.ResponseFormat.GetType().Name}; text and JSON)";
        string[] formats = [.. FormatOptions.Set(options)];
        if (formats.Length > 1)
            yield return $"{string.Join(" beside ", formats)} (an answer has one format)";
        if (formats.Length > 0 && options.StopSequences is { Count: > 0 })
            yield return $"{nameof(options.StopSequences)} beside {formats[0]} (they would cut the answer)";
        AITool[] hosted = options.ToolMode is NoneChatToolMode ? [] : [.. options.Tools?.Where(tool => tool is not AIFunctionDeclaration) ?? []];
        if (hosted.Length > 0)
            yield return $"{nameof(options.Tools)} ({string.Join(", ", hosted.Select(tool => tool.Name))}: there is nothing that runs them; functions can be called)";
        if (options.ToolMode is RequiredChatToolMode required && !HasTool(options, required.RequiredFunctionName))
            yield return $"{nameof(options.ToolMode)} ({(required.RequiredFunctionName is { } name ? $"the tool '{name}'" : "a tool")} is required and not among {nameof(options.Tools)})";
        if (options.AllowBackgroundResponses == true)
            yield return nameof(options.AllowBackgroundResponses);
        if (options.ContinuationToken is not null)
            yield return nameof(options.ContinuationToken);
        if (options.RawRepresentationFactory is not null)
            yield return nameof(options.RawRepresentationFactory);
        foreach (string property in options.AdditionalProperties?.Keys.Where(key => key != RequestOptions.RepetitionPenalty && !FormatOptions.Properties.Contains(key)) ?? [])
            yield return $"{nameof(options.AdditionalProperties)}[\"{property}\"]";
    }

    private static bool HasTool(ChatOptions options, string? name)
        => options.Tools?.OfType<AIFunctionDeclaration>().Any(tool => name is null || tool.Name == name) == true;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
