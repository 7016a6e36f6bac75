using System.Text.Json.Serialization;

namespace PhiVisionML.Catalog.Examination;

/// <summary>How much a finding matters. Greater values matter more.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingSeverity>))]
public enum FindingSeverity
{
    /// <summary>Good to know; nothing has to be done.</summary>
    [JsonStringEnumMemberName("note")]
    Note,

    /// <summary>A model learns less well from it.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>Rows are lost to training or contradict each other, or a measure on held-out rows would flatter.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}
