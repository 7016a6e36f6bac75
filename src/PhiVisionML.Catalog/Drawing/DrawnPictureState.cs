namespace PhiVisionML.Catalog.Drawing;

/// <summary>What the picture file of a drawn catalog's row holds.</summary>
public enum DrawnPictureState
{
    /// <summary>The row's product.</summary>
    Sound,

    /// <summary>The beginning of a JPEG file, too short to be decoded.</summary>
    Truncated,

    /// <summary>No bytes.</summary>
    Empty,

    /// <summary>Text, as a web server sends it in place of a picture.</summary>
    Text,

    /// <summary>The very bytes of another row's picture.</summary>
    Duplicate,
}
