namespace PhiVisionML.MLNet.Images;

/// <summary>A row's picture as the data hold it, owned by whoever holds this: nothing here is disposed by its producer.</summary>
internal abstract record PictureSource
{
    /// <summary>The bytes of a picture file.</summary>
    public sealed record Encoded(ReadOnlyMemory<byte> Bytes) : PictureSource;

    /// <summary>The full path of a picture file.</summary>
    public sealed record InFile(string Path) : PictureSource;

    /// <summary>Decoded pixels, four bytes each, row by row, <c>[height, width, 4]</c>.</summary>
    /// <param name="Bytes">The pixels.</param>
    /// <param name="Width">In pixels.</param>
    /// <param name="Height">In pixels.</param>
    /// <param name="IsRgba">Whether the four bytes are red, green, blue, alpha; otherwise they are blue, green, red, alpha.</param>
    public sealed record Decoded(ReadOnlyMemory<byte> Bytes, int Width, int Height, bool IsRgba) : PictureSource;
}
