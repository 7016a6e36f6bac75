using System.Text.Json.Serialization;

namespace PhiVisionML.AspNetCore.Responses;

/// <summary>How the answers are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ModelEntry))]
[JsonSerializable(typeof(Completion))]
[JsonSerializable(typeof(CompletionChunk))]
internal sealed partial class CompletionJson : JsonSerializerContext;

/// <summary>An error.</summary>
internal sealed record ErrorBody(ErrorDetail Error);

/// <summary>What an error says.</summary>
internal sealed record ErrorDetail(string Message, string Type, string? Param, string? Code);

/// <summary>The models.</summary>
internal sealed record ModelList(string Object, IReadOnlyList<ModelEntry> Data);

/// <summary>A model.</summary>
internal sealed record ModelEntry(string Id, string Object, long Created, string OwnedBy);

/// <summary>A whole answer.</summary>
internal sealed record Completion(string Id, string Object, long Created, string Model, IReadOnlyList<Choice> Choices, TokenUsage? Usage);

/// <summary>The one choice of a whole answer.</summary>
internal sealed record Choice(int Index, AnswerMessage Message, string FinishReason);

/// <summary>What was answered; without calls the member is left out, without text it is null.</summary>
internal sealed record AnswerMessage(string Role, string? Content, string? Refusal, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ToolCall>? ToolCalls);

/// <summary>A piece of an answer.</summary>
internal sealed record CompletionChunk(string Id, string Object, long Created, string Model, IReadOnlyList<ChunkChoice> Choices, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TokenUsage? Usage);

/// <summary>The one choice of a piece; the last piece alone has a reason.</summary>
internal sealed record ChunkChoice(int Index, AnswerDelta Delta, string? FinishReason);

/// <summary>What a piece adds.</summary>
internal sealed record AnswerDelta
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Role { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Content { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ToolCall>? ToolCalls { get; init; }
}

/// <summary>A call of a function; its place is given in pieces alone.</summary>
internal sealed record ToolCall([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Index, string Id, string Type, CalledFunction Function);

/// <summary>What is called; the arguments are JSON in a text.</summary>
internal sealed record CalledFunction(string Name, string Arguments);

/// <summary>What an answer cost, in tokens.</summary>
internal sealed record TokenUsage(long PromptTokens, long CompletionTokens, long TotalTokens, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PromptTokensDetails? PromptTokensDetails);

/// <summary>How much of the prompt was known already.</summary>
internal sealed record PromptTokensDetails(long CachedTokens);
