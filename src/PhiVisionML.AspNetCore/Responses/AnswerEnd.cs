using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace PhiVisionML.AspNetCore.Responses;

/// <summary>Gathers what is known at the end of an answer alone: why it ended, which calls are left to the sender, what it cost.</summary>
internal sealed class AnswerEnd
{
    private static readonly JsonTypeInfo ArgumentsType = new JsonSerializerOptions(AIJsonUtilities.DefaultOptions) { WriteIndented = false }.GetTypeInfo(typeof(IDictionary<string, object?>));

    private readonly List<FunctionCallContent> _calls = [];
    private readonly HashSet<string> _answered = [];
    private ChatFinishReason? _reason;
    private UsageDetails? _usage;

    public string Reason => (_reason ?? (OpenCalls().Any() ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop)).Value;

    public TokenUsage? Usage => _usage is not { } usage ? null : new TokenUsage(
        usage.InputTokenCount ?? 0,
        usage.OutputTokenCount ?? 0,
        usage.TotalTokenCount ?? (usage.InputTokenCount ?? 0) + (usage.OutputTokenCount ?? 0),
        usage.CachedInputTokenCount is { } cached ? new PromptTokensDetails(cached) : null);

    public void Add(IEnumerable<AIContent> contents)
    {
        foreach (var content in contents)
        {
            switch (content)
            {
                case FunctionCallContent call:
                    _calls.Add(call);
                    break;
                case FunctionResultContent result:
                    _answered.Add(result.CallId);
                    break;
                case UsageContent usage:
                    Add(usage.Details);
                    break;
            }
        }
    }

    public void Add(UsageDetails? usage)
    {
        if (usage is not null)
            (_usage ??= new UsageDetails()).Add(usage);
    }

    public void Add(ChatFinishReason? reason) => _reason = reason ?? _reason;

    /// <summary>The calls that were not answered on the way; null where there is none.</summary>
    /// <param name="numbered">Whether each says its place.</param>
    public IReadOnlyList<ToolCall>? Calls(bool numbered)
    {
        ToolCall[] calls = [.. OpenCalls().Select((call, index) => new ToolCall(numbered ? index : null, call.CallId, "function", new CalledFunction(call.Name, Arguments(call))))];
        return calls.Length > 0 ? calls : null;
    }

    private IEnumerable<FunctionCallContent> OpenCalls() => _calls.Where(call => !call.InformationalOnly && !_answered.Contains(call.CallId));

    private static string Arguments(FunctionCallContent call)
        => call.Arguments is { } arguments ? JsonSerializer.Serialize(arguments, ArgumentsType) : "{}";
}
