using System.Text.Json;
using Microsoft.Extensions.AI;
using PhiVisionML.AspNetCore.Errors;

namespace PhiVisionML.AspNetCore.Requests;

/// <summary>Reads a request for a completion. Every parameter is honoured or refused by name; null asks for nothing.</summary>
internal static class CompletionRequestReader
{
    private static readonly Dictionary<string, Action<RequestValue, ChatOptions>> Honoured = new()
    {
        ["model"] = (value, options) => options.ModelId = value.Text(),
        ["temperature"] = (value, options) => options.Temperature = value.Number(),
        ["top_p"] = (value, options) => options.TopP = value.Number(),
        ["top_k"] = (value, options) => options.TopK = value.Count(),
        ["frequency_penalty"] = (value, options) => options.FrequencyPenalty = value.Number(),
        ["presence_penalty"] = (value, options) => options.PresencePenalty = value.Number(),
        ["repetition_penalty"] = (value, options) => (options.AdditionalProperties ??= [])["repetition_penalty"] = (double)value.Number(),
        ["seed"] = (value, options) => options.Seed = value.Whole(),
        ["stop"] = (value, options) => options.StopSequences = value.Kind == JsonValueKind.String ? [value.Text()] : [.. value.Items().Select(item => item.Text())],
        ["max_tokens"] = ReadMaxTokens,
        ["max_completion_tokens"] = ReadMaxTokens,
        ["response_format"] = AnswerFormatReader.ReadResponseFormat,
        ["structured_outputs"] = AnswerFormatReader.ReadStructuredOutputs,
        ["tools"] = ToolReader.ReadTools,
        ["tool_choice"] = (_, _) => { },   // with the tools at hand: see below
        ["parallel_tool_calls"] = (value, options) => options.AllowMultipleToolCalls = value.Flag(),
        ["messages"] = (_, _) => { },
        ["stream"] = (_, _) => { },
        ["stream_options"] = (_, _) => { },
    };

    /// <exception cref="ApiException">The request is not one that can be answered (400).</exception>
    public static CompletionRequest Read(JsonElement body)
    {
        var request = new RequestValue(body, "").RequireObject();
        UnsupportedParameters.Check(request, Honoured.Keys);
        var options = new ChatOptions();
        foreach (var (name, value) in request.Members())
            if (Honoured.TryGetValue(name, out var read))
                read(value, options);
        if (request.Optional("tool_choice") is { } choice)
            ToolReader.ReadToolChoice(choice, options);
        if (options.ModelId is null)
            request.Required("model");
        bool stream = request.Optional("stream")?.Flag() ?? false;
        return new CompletionRequest(MessageReader.Read(request.Required("messages")), options, stream, ReadStreamOptions(request.Optional("stream_options"), stream));
    }

    private static void ReadMaxTokens(RequestValue value, ChatOptions options)
    {
        int tokens = value.Count();
        if (tokens < 1)
            throw value.Wrong("at least 1");
        if (options.MaxOutputTokens is { } other && other != tokens)
            throw ApiException.Invalid("max_tokens", "'max_tokens' and 'max_completion_tokens' mean the same and differ; send one of them.");
        options.MaxOutputTokens = tokens;
    }

    private static bool ReadStreamOptions(RequestValue? value, bool stream)
    {
        if (value is not { } options)
            return false;
        if (!stream)
            throw ApiException.Invalid("stream_options", "'stream_options' goes with 'stream': true alone.");
        bool includeUsage = false;
        foreach (var (name, option) in options.Members())
        {
            if (name == "include_usage")
                includeUsage = option.Flag();
            else if (name != "include_obfuscation" || option.Flag())
                throw ApiException.Invalid(option.Path, $"'{option.Path}' is not supported; leave it out.");
        }

        return includeUsage;
    }
}
