using System.Security.Cryptography;
using PhiVisionML.Catalog.Parallelism;
using SkiaSharp;

namespace PhiVisionML.Catalog.Pictures;

/// <summary>
/// Reads the facts of picture files: JPEG, PNG, WebP, GIF and BMP, told from the bytes. JPEG and WebP are decoded at the small size that is needed,
/// the others whole, which takes 4 bytes a pixel. Safe to use from many threads.
/// </summary>
public static class PictureReader
{
    /// <summary>Files with more bytes are refused.</summary>
    public const int MostBytes = 256 << 20;

    // Two pixels for each cell of the grid at least, where the picture has them.
    private const int DecodedSide = 2 * ColourGrid.Side;

    /// <summary>Reads many files, each once, several at a time; only those under way are in memory.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="progress">Told the number of files read, after each, on the thread that enumerates.</param>
    /// <param name="cancellation">Looked at between files.</param>
    /// <returns>The facts of each file, in the order given, read while they are enumerated.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IEnumerable<PictureFacts> ReadAll(IEnumerable<string> paths, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        int read = 0;
        foreach (var file in OrderedWork.Done(paths.Select(path => new FileToRead(path)), file => file.Facts = Read(file.Path), Environment.ProcessorCount, cancellation))
        {
            yield return file.Facts!;
            progress?.Report(++read);
        }
    }

    /// <summary>Reads a file. What is wrong with it is in <see cref="PictureFacts.Fault"/>; nothing is thrown for a file that is missing or broken.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxPixels">The most pixels (width x height); at most <see cref="EncodedPicture.MostPixels"/>.</param>
    public static PictureFacts Read(string path, int maxPixels = EncodedPicture.MostPixels)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] encoded;
        try
        {
            long length = new FileInfo(path).Length;
            if (length > MostBytes) return new PictureFacts { Path = path, Bytes = length, Fault = $"The file has {length} bytes, more than the {MostBytes} allowed; store the picture smaller." };
            encoded = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new PictureFacts { Path = path, Fault = e is FileNotFoundException or DirectoryNotFoundException ? "The file does not exist." : $"The file cannot be read: {e.Message}" };
        }

        return Read(encoded, path, maxPixels);
    }

    /// <summary>Reads a picture that is in memory already.</summary>
    /// <param name="encoded">The bytes of its file.</param>
    /// <param name="path">What to call it.</param>
    /// <param name="maxPixels">The most pixels (width x height); at most <see cref="EncodedPicture.MostPixels"/>.</param>
    public static PictureFacts Read(byte[] encoded, string path, int maxPixels = EncodedPicture.MostPixels)
    {
        ArgumentNullException.ThrowIfNull(encoded);
        var facts = new PictureFacts { Path = path, Bytes = encoded.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(encoded)) };
        return encoded.Length == 0 ? facts with { Fault = "The file is empty." } : Decode(encoded, facts, maxPixels);
    }

    private static PictureFacts Decode(byte[] encoded, PictureFacts facts, int maxPixels)
    {
        using var picture = EncodedPicture.Open(encoded);
        if (picture is null)
            return facts with { Fault = $"The {encoded.Length} bytes are not a picture that can be read, or are cut off in its header; {EncodedPicture.KnownFormats} are known." };
        var isTurned = picture.Origin >= SKEncodedOrigin.LeftTop;
        var (width, height) = (picture.Width, picture.Height);
        facts = facts with { Width = isTurned ? height : width, Height = isTurned ? width : height, Format = picture.Format };
        var (pixels, defect) = picture.Decode(Math.Min(1f, (float)DecodedSide / Math.Min(width, height)), maxPixels);
        if (pixels is null) return facts with { Fault = defect!.Sentence };
        using var bitmap = pixels;
        var grid = ColourGrid.Of(bitmap.GetPixelSpan(), bitmap.Width, bitmap.Height, bitmap.RowBytes).Upright(picture.Origin);
        return facts with { Fingerprint = FingerprintMaker.Make(grid) };
    }

    private sealed class FileToRead(string path)
    {
        public string Path { get; } = path;

        public PictureFacts? Facts { get; set; }
    }
}
