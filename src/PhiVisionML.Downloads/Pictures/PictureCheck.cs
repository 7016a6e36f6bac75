using PhiVisionML.Catalog.Pictures;

namespace PhiVisionML.Downloads.Pictures;

/// <summary>Proves that bytes are a whole picture, whatever the server calls them.</summary>
internal static class PictureCheck
{
    // All bytes are read for it, and few pixels written.
    private const float Scale = 1 / 8f;

    /// <summary>Looks at the header, then decodes the first frame once, as small as its format can.</summary>
    /// <param name="bytes">The encoded picture.</param>
    /// <param name="maxPixels">The most pixels (width x height).</param>
    /// <returns>The extension of the format, and the size in pixels as stored.</returns>
    /// <exception cref="PictureException">They are no picture, cut off, damaged, or promise too many pixels.</exception>
    public static (string Extension, int Width, int Height) Examine(ReadOnlySpan<byte> bytes, int maxPixels)
    {
        using var picture = EncodedPicture.Open(bytes) ?? throw NotDecodable(bytes);
        var (pixels, defect) = picture.Decode(Scale, maxPixels);
        pixels?.Dispose();
        if (defect is not null) throw Refusal(defect);
        return (picture.Format is "jpeg" ? "jpg" : picture.Format!, picture.Width, picture.Height);
    }

    // Another answer may be whole, and memory free at another time.
    private static PictureException Refusal(PictureDefect defect) => defect.Kind switch
    {
        PictureDefectKind.UnknownFormat => new(PictureReason.NotAPicture, defect.Sentence),
        PictureDefectKind.TooManyPixels => new(PictureReason.TooManyPixels, defect.Sentence),
        PictureDefectKind.NoMemory => new(PictureReason.TooManyPixels, defect.Sentence, mayPass: true),
        PictureDefectKind.CutOff => CutOff(defect.Sentence),
        _ => new(PictureReason.Damaged, defect.Sentence),
    };

    private static PictureException NotDecodable(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return CutOff("The server sent an answer without a byte.");
        if (ContentSniffer.BeginsAsPicture(bytes)) return CutOff($"The picture is cut off in its header, after {bytes.Length} bytes, or damaged there.");
        return new PictureException(PictureReason.NotAPicture, $"The server sent {ContentSniffer.Describe(bytes)}, {bytes.Length} bytes; {EncodedPicture.KnownFormats} are taken.");
    }

    private static PictureException CutOff(string message) => new(PictureReason.CutOff, message, mayPass: true);
}
