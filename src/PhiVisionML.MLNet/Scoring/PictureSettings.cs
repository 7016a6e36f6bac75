namespace PhiVisionML.MLNet.Scoring;

/// <summary>How pictures are decoded and cut; saved with the model, since it was trained so.</summary>
/// <param name="NumCrops">The most tiles of a picture; null for what the base model's files say.</param>
/// <param name="ApplyExifOrientation">Whether pictures are turned upright.</param>
/// <param name="BlendAlphaOntoWhite">Whether transparent pictures are laid on white.</param>
/// <param name="MaxPixels">The most pixels of a picture file.</param>
internal sealed record PictureSettings(int? NumCrops, bool ApplyExifOrientation, bool BlendAlphaOntoWhite, int MaxPixels);
