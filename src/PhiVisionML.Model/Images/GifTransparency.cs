namespace PhiVisionML.Model.Images;

/// <summary>
/// Makes the transparent colour of a GIF's first frame an ordinary one. The decoder would put black in its place;
/// the palette's colour is what shows when the transparency is dropped, as Pillow drops it.
/// </summary>
internal static class GifTransparency
{
    private const int HeaderLength = 13;
    private const byte Extension = 0x21, GraphicControl = 0xF9;

    /// <summary>Whether the bytes begin as a GIF does.</summary>
    /// <param name="encoded">The bytes of a picture file.</param>
    /// <returns>True for a GIF.</returns>
    public static bool IsGif(ReadOnlySpan<byte> encoded) => encoded.StartsWith("GIF8"u8);

    /// <summary>Clears the transparency flag in the blocks before the first frame. Bytes that do not follow the format stay as they are.</summary>
    /// <param name="gif">The bytes of a GIF file; changed.</param>
    public static void Clear(Span<byte> gif)
    {
        if (gif.Length < HeaderLength)
            return;
        int at = HeaderLength + ColourTableLength(gif[10]);
        while (at + 3 < gif.Length && gif[at] == Extension)
        {
            if (gif[at + 1] == GraphicControl && gif[at + 2] > 0)
                gif[at + 3] &= 0xFE;

            at += 2;
            while (at < gif.Length && gif[at] != 0)
                at += 1 + gif[at];
            at++;
        }
    }

    private static int ColourTableLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
}
