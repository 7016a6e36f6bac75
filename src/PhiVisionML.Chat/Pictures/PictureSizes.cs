using PhiVisionML.Model.Images;

namespace PhiVisionML.Chat.Pictures;

/// <summary>The limit on encoded bytes.</summary>
internal static class PictureSizes
{
    /// <exception cref="PictureRefusedException">The picture has more bytes; the message holds both numbers.</exception>
    public static void Check(long bytes, int maxBytes)
    {
        if (bytes > maxBytes)
            throw new PictureRefusedException($"The picture has {bytes} bytes, more than the {maxBytes} allowed ({nameof(PhiVisionChatOptions.MaxPictureBytes)}); scale it down or compress it.");
    }
}
