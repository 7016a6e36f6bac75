namespace PhiVisionML.Enrichment.Policies;

/// <summary>What becomes of answers, field by field.</summary>
public sealed record EnrichmentPolicy
{
    /// <summary>Policies by field name; fields that are not named have <see cref="Default"/>.</summary>
    public IReadOnlyDictionary<string, FieldPolicy> Fields { get; init; } = new Dictionary<string, FieldPolicy>();

    /// <summary>The policy of all other fields.</summary>
    public FieldPolicy Default { get; init; } = new();

    /// <summary>The policy of a field.</summary>
    public FieldPolicy Of(string field) => Fields.GetValueOrDefault(field, Default);
}
