namespace PhiVisionML.Catalog.Pictures;

/// <summary>Why a picture cannot be used.</summary>
/// <param name="Kind">For programs.</param>
/// <param name="Sentence">For people: what it is and what to do.</param>
public sealed record PictureDefect(PictureDefectKind Kind, string Sentence);
