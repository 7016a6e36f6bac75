namespace PhiVisionML.Enrichment.Policies;

/// <summary>When a field's value may be written.</summary>
public enum FieldMode
{
    /// <summary>Only where the catalog has none.</summary>
    OnlyEmpty,

    /// <summary>Over what the catalog has, too.</summary>
    Overwrite,

    /// <summary>Never without a reviewer.</summary>
    Suggest,
}
