namespace PhiVisionML.Enrichment.Corrections;

/// <summary>What was written.</summary>
/// <param name="File">The table.</param>
/// <param name="Rows">Products with at least one value that a reviewer decided, all of their fields known.</param>
/// <param name="Changed">Values in them that a reviewer changed.</param>
/// <param name="Incomplete">Reviewed products that lack a value in some field, and so teach nothing.</param>
/// <param name="WithoutPicture">Reviewed products whose picture is gone, or outside of the folder.</param>
/// <param name="PictureFolder">The folder that the table's pictures are relative to.</param>
public sealed record CorrectionsResult(string File, int Rows, int Changed, int Incomplete, int WithoutPicture, string PictureFolder);
