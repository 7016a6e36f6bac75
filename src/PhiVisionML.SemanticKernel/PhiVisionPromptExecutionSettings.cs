using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.SemanticKernel;

namespace PhiVisionML.SemanticKernel;

/// <summary>
/// The settings of a request to Phi-3-Vision. Every one reaches the model; what is neither here nor in <see cref="PromptExecutionSettings"/>
/// (a key of <see cref="PromptExecutionSettings.ExtensionData"/>, say) is refused by the chat client with its name.
/// </summary>
/// <remarks>What is not set is left to the chat client: greedy answers of at most its <c>DefaultMaxOutputTokens</c>.</remarks>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed class PhiVisionPromptExecutionSettings : PromptExecutionSettings
{
    private float? _temperature;
    private float? _topP;
    private int? _topK;
    private int? _maxTokens;
    private long? _seed;
    private IList<string>? _stopSequences;
    private float? _repetitionPenalty;
    private object? _responseFormat;

    /// <summary>How freely tokens are drawn; 0 takes the likeliest each time. From 0.</summary>
    [JsonPropertyName("temperature")]
    public float? Temperature { get => _temperature; set => Set(ref _temperature, value); }

    /// <summary>Draws among the likeliest tokens that together have this probability; above 0, at most 1. Without a temperature, that is 1.</summary>
    [JsonPropertyName("top_p")]
    public float? TopP { get => _topP; set => Set(ref _topP, value); }

    /// <summary>Draws among so many likeliest tokens; 0 is all. Without a temperature, that is 1.</summary>
    [JsonPropertyName("top_k")]
    public int? TopK { get => _topK; set => Set(ref _topK, value); }

    /// <summary>Most tokens of the answer; at least 1, at most the chat client's <c>MaxOutputTokens</c>.</summary>
    [JsonPropertyName("max_tokens")]
    public int? MaxTokens { get => _maxTokens; set => Set(ref _maxTokens, value); }

    /// <summary>Makes draws repeatable.</summary>
    [JsonPropertyName("seed")]
    public long? Seed { get => _seed; set => Set(ref _seed, value); }

    /// <summary>Texts that end the answer; they are no part of it.</summary>
    [JsonPropertyName("stop_sequences")]
    public IList<string>? StopSequences { get => _stopSequences; set => Set(ref _stopSequences, value); }

    /// <summary>Makes tokens that occurred less likely where above 1, likelier below; above 0.</summary>
    [JsonPropertyName("repetition_penalty")]
    public float? RepetitionPenalty { get => _repetitionPenalty; set => Set(ref _repetitionPenalty, value); }

    /// <summary>
    /// What the answer must be: a <see cref="Type"/> whose JSON it is, a JSON schema as <see cref="JsonElement"/>, <c>"json_object"</c>
    /// for any JSON object, or <c>"text"</c>. Enforced token by token.
    /// </summary>
    /// <exception cref="ArgumentException">It is something else.</exception>
    [JsonPropertyName("response_format")]
    [JsonConverter(typeof(ResponseFormatConverter))]
    public object? ResponseFormat
    {
        get => _responseFormat;
        set => Set(ref _responseFormat, value is null or Type or "text" or "json_object" or JsonElement { ValueKind: JsonValueKind.Object } ? value : throw new ArgumentException(
            $"{nameof(ResponseFormat)} is {(value is string or JsonElement ? $"'{value}'" : $"a {value.GetType().Name}")}; it must be a Type, a JSON schema (a JsonElement that is an object), \"json_object\" or \"text\".", nameof(value)));
    }

    /// <inheritdoc/>
    public override void Freeze()
    {
        if (IsFrozen)
            return;
        base.Freeze();
        if (_stopSequences is not null)
            _stopSequences = new ReadOnlyCollection<string>(_stopSequences);
    }

    /// <summary>A copy that can be changed.</summary>
    public override PromptExecutionSettings Clone() => new PhiVisionPromptExecutionSettings
    {
        ModelId = ModelId,
        ServiceId = ServiceId,
        FunctionChoiceBehavior = FunctionChoiceBehavior,
        ExtensionData = ExtensionData is null ? null : new Dictionary<string, object>(ExtensionData),
        Temperature = Temperature,
        TopP = TopP,
        TopK = TopK,
        MaxTokens = MaxTokens,
        Seed = Seed,
        StopSequences = StopSequences is null ? null : [.. StopSequences],
        RepetitionPenalty = RepetitionPenalty,
        ResponseFormat = ResponseFormat,
    };

    private void Set<T>(ref T field, T value)
    {
        ThrowIfFrozen();
        field = value;
    }
}
