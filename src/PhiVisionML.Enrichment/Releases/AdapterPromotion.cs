namespace PhiVisionML.Enrichment.Releases;

/// <summary>An adapter that is to be put in force.</summary>
/// <param name="Fingerprint">SHA-256 of its file in lower-case hexadecimal digits, the first 16 of them.</param>
/// <param name="Path">The model file as every worker finds it.</param>
public sealed record AdapterPromotion(string Fingerprint, string Path)
{
    /// <summary>The columns that its prompt names. Default none; then it is not looked whether waiting jobs carry them.</summary>
    public IReadOnlyCollection<string> Columns { get; init; } = [];

    /// <summary>Whether it is put in force although jobs wait that it cannot answer; each of them will fail, for good. Default false.</summary>
    public bool IsForced { get; init; }
}
