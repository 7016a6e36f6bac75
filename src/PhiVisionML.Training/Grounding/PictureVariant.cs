namespace PhiVisionML.Training.Grounding;

/// <summary>Which pictures rows are shown with.</summary>
public enum PictureVariant
{
    /// <summary>Their own.</summary>
    Right,

    /// <summary>Another row's; no row keeps its own.</summary>
    Shuffled,

    /// <summary>Mid-grey ones of the same size.</summary>
    Blank,
}
