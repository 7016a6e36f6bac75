namespace PhiVisionML.Catalog.Pictures;

/// <summary>What is to be known of a picture file without keeping its pixels.</summary>
public sealed record PictureFacts
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>The file's size in bytes; 0 where it cannot be read.</summary>
    public long Bytes { get; init; }

    /// <summary>SHA-256 of the bytes in lower-case hexadecimal digits; <c>null</c> where the file cannot be read.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The format by the bytes: jpeg, png, webp, gif, bmp; <c>null</c> where it is none of these.</summary>
    public string? Format { get; init; }

    /// <summary>Pixels from left to right of the upright picture; 0 where not even the header can be read.</summary>
    public int Width { get; init; }

    /// <summary>Pixels from top to bottom of the upright picture; 0 where not even the header can be read.</summary>
    public int Height { get; init; }

    /// <summary>Why the file is no usable picture, as a sentence; <c>null</c> if it is one.</summary>
    public string? Fault { get; init; }

    /// <summary>The shape and colours; <c>null</c> of an unusable picture.</summary>
    public PictureFingerprint? Fingerprint { get; init; }
}
