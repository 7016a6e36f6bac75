namespace PhiVisionML.Catalog.Drawing;

/// <summary>Something said about a picture.</summary>
/// <param name="Prompt">What is asked.</param>
/// <param name="Answer">What is true of the picture.</param>
public sealed record Caption(string Prompt, string Answer);
