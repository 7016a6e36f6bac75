namespace PhiVisionML.Enrichment.Releases;

/// <summary>An adapter that workers are to answer with.</summary>
/// <param name="Id">Its number; the largest is the newest promotion.</param>
/// <param name="Fingerprint">SHA-256 of its file in lower-case hexadecimal digits, the first 16 of them.</param>
/// <param name="Path">The model file as every worker finds it.</param>
/// <param name="PromotedAt">When it was promoted.</param>
/// <param name="Actor">Who promoted it.</param>
public sealed record AdapterRelease(long Id, string Fingerprint, string Path, DateTimeOffset PromotedAt, string Actor);
