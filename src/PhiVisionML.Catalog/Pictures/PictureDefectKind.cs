namespace PhiVisionML.Catalog.Pictures;

/// <summary>Kinds of <see cref="PictureDefect"/>.</summary>
public enum PictureDefectKind
{
    /// <summary>A picture of a format that is not read.</summary>
    UnknownFormat,

    /// <summary>The header promises more pixels than allowed.</summary>
    TooManyPixels,

    /// <summary>There is no memory for the pixels now.</summary>
    NoMemory,

    /// <summary>Bytes are missing at the end.</summary>
    CutOff,

    /// <summary>The bytes cannot be decoded.</summary>
    Damaged,
}
