using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PhiVisionML.Enrichment.Stores.Storage;

/// <summary>Rows on their way to the database: many go in one parameter, so that a batch is one statement.</summary>
[JsonSerializable(typeof(IdRow[]))]
[JsonSerializable(typeof(JobRow[]))]
[JsonSerializable(typeof(LeaseRow[]))]
[JsonSerializable(typeof(AnswerRow[]))]
[JsonSerializable(typeof(ProposalRow[]))]
[JsonSerializable(typeof(LedgerRow[]))]
[JsonSerializable(typeof(ValueKey[]))]
[JsonSerializable(typeof(DecisionRow[]))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class RowJson : JsonSerializerContext
{
    public static readonly RowJson Compact = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new StorableTextConverter() },
    });

    /// <summary>Numbers as rows with an <c>id</c>.</summary>
    public static string Ids(IEnumerable<long> ids) => JsonSerializer.Serialize([.. ids.Select(id => new IdRow(id))], Compact.IdRowArray);
}

internal sealed record IdRow(long Id);

internal sealed record JobRow(string Sku, string SkuFolded, string Content, string Adapter, int Priority, string Payload);

internal sealed record LeaseRow(long Id, long Lease);

internal sealed record AnswerRow(long JobId, long RunId, double Seconds, int PromptTokens, int OutputTokens, double? Joules, string Evidence);

internal sealed record ProposalRow(long JobId, long RunId, int Place, string Field, string? CurrentValue, string Proposed, double? Confidence, int State, string? Value, string? DecidedBy);

internal sealed record DecisionRow(long Id, int State, string? Value);

/// <summary>A field of a product.</summary>
internal sealed record ValueKey(string Catalog, string Sku, string Field);
