namespace PhiVisionML.Enrichment.Jobs;

/// <summary>A job that is to be queued. Catalog, SKU, <see cref="Content"/> and <see cref="Adapter"/> say together which job it is: the same four are never queued twice.</summary>
/// <param name="Product">The product.</param>
/// <param name="Content">Fingerprint of what is asked: picture, template and prompt.</param>
/// <param name="Adapter">Fingerprint of the adapter that is to answer; empty for a base model alone.</param>
/// <param name="Priority">Higher ones go first.</param>
public sealed record EnrichmentJob(EnrichmentProduct Product, string Content, string Adapter, int Priority = 0);
