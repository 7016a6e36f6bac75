namespace PhiVisionML.Catalog.Splits;

/// <summary>Two pictures of products in different parts of a split.</summary>
/// <param name="Row">The position of the one product.</param>
/// <param name="OtherRow">The position of the other, in another part.</param>
/// <param name="Path">The one's picture.</param>
/// <param name="OtherPath">The other's picture.</param>
/// <param name="IsIdentical">Whether the files are equal byte by byte.</param>
/// <param name="Distance">How far apart they are: at most 1 for copies of one photo (<see cref="Pictures.NearDuplicate.Distance"/>).</param>
/// <param name="Bits">In how many of 256 bits their shapes differ.</param>
/// <param name="ColourDifference">How much their colours differ, in percent.</param>
public sealed record CrossingPictures(int Row, int OtherRow, string Path, string OtherPath, bool IsIdentical, double Distance, int Bits, double ColourDifference);
