using System.Text.Json.Serialization;

namespace PhiVisionML.Catalog.Examination;

/// <summary>What part of a catalog a finding or chart is about, in the order in which a page shows them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingTopic>))]
public enum FindingTopic
{
    /// <summary>Rows and cells.</summary>
    [JsonStringEnumMemberName("table")]
    Table,

    /// <summary>Picture files.</summary>
    [JsonStringEnumMemberName("pictures")]
    Pictures,

    /// <summary>The classes to tell apart.</summary>
    [JsonStringEnumMemberName("categories")]
    Categories,

    /// <summary>Amounts and currencies.</summary>
    [JsonStringEnumMemberName("prices")]
    Prices,

    /// <summary>Titles and other texts.</summary>
    [JsonStringEnumMemberName("texts")]
    Texts,

    /// <summary>Rows to train on against rows to measure on.</summary>
    [JsonStringEnumMemberName("split")]
    Split,

    /// <summary>Tokens, memory and time of a fine-tuning.</summary>
    [JsonStringEnumMemberName("budget")]
    Budget,
}
