using PhiVisionML.Enrichment.Runs;

namespace PhiVisionML.Enrichment.Export;

/// <summary>What was written.</summary>
/// <param name="File">The file.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Changed">Rows in which the ledger's values stand.</param>
/// <param name="Pending">Rows with a value that waits for a reviewer.</param>
/// <param name="Open">Rows that are not answered yet.</param>
/// <param name="Failed">Rows with an error: their job was given up, or they could not be read.</param>
/// <param name="Before">How many products have a value in each field of the template, in the source.</param>
/// <param name="After">The same with the ledger's values.</param>
public sealed record ExportResult(string File, int Rows, int Changed, int Pending, int Open, int Failed, IReadOnlyList<FieldCoverage> Before, IReadOnlyList<FieldCoverage> After);
