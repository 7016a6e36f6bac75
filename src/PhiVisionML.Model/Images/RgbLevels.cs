namespace PhiVisionML.Model.Images;

/// <summary>A number for each colour channel, on the scale where black is 0 and full brightness is 1.</summary>
/// <param name="Red">The number for red.</param>
/// <param name="Green">The number for green.</param>
/// <param name="Blue">The number for blue.</param>
public readonly record struct RgbLevels(float Red, float Green, float Blue);
