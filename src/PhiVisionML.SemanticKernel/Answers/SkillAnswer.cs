using System.ComponentModel;
using System.Text.Json.Serialization;

namespace PhiVisionML.SemanticKernel.Answers;

/// <summary>What a function of the skill gives back.</summary>
public abstract record SkillAnswer
{
    /// <summary>Why there is no answer, a sentence for the agent; the other properties are then empty. Null where there is one.</summary>
    [JsonPropertyName("error"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonPropertyOrder(1)]
    [Description("Why there is no answer, and what to do; absent if there is one.")]
    public string? Error { get; init; }
}
