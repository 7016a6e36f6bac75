using PhiVisionML.Catalog.Pictures;
using PhiVisionML.Chat.Pictures;

namespace PhiVisionML.Review.Queue;

/// <summary>Takes pictures of products: those that come along are stored under their SHA-256, the others must lie in a folder that is open. Each is decoded once, so that a worker gets none that it cannot read.</summary>
/// <param name="options">Folders and limits.</param>
/// <param name="time">The clock.</param>
internal sealed class PictureIntake(EnrichmentQueueOptions options, TimeProvider time)
{
    private const string Data = "data:", Base64 = ";base64";

    private readonly RealFolders _folders = new(options.PictureFolders);
    private readonly UploadFolder? _uploads = options.UploadFolder is { } folder ? new(folder, options.MaxUploadBytes, time) : null;

    /// <summary>The picture as workers find it.</summary>
    /// <param name="source">A <c>data:</c> URI, or a path within an open folder.</param>
    /// <exception cref="RefusedProductException">It is not taken.</exception>
    /// <exception cref="AspNetCore.Errors.ApiException">No picture is taken for now.</exception>
    public PictureFacts Take(string source) => source.StartsWith(Data, StringComparison.OrdinalIgnoreCase) ? Store(Decode(source)) : Find(source);

    private byte[] Decode(string source)
    {
        int comma = source.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0 || !source[..comma].EndsWith(Base64, StringComparison.OrdinalIgnoreCase))
            throw new RefusedProductException("A picture's data: URI must be data:TYPE;base64,DATA.");
        var text = source.AsSpan(comma + 1);
        if (!System.Buffers.Text.Base64.IsValid(text, out int length))
            throw new RefusedProductException("A picture's data: URI is not valid base64.");
        return length <= options.MaxPictureBytes ? Convert.FromBase64String(text.ToString()) : throw TooLarge(length);
    }

    private PictureFacts Store(byte[] bytes)
    {
        if (_uploads is null)
            throw new RefusedProductException($"Pictures that come with a product are not taken here ({nameof(EnrichmentQueueOptions.UploadFolder)} is not set); name a file.");
        var facts = Usable(PictureReader.Read(bytes, "the picture", options.MaxPicturePixels));
        return facts with { Path = _uploads.Store($"{facts.Sha256}.{(facts.Format == "jpeg" ? "jpg" : facts.Format)}", bytes) };
    }

    private PictureFacts Find(string source)
    {
        try
        {
            string path = options.PictureFolders.Select(folder => _folders.Find(Path.GetFullPath(Path.Combine(folder, source)))).FirstOrDefault(path => File.Exists(path))
                ?? throw new RefusedProductException($"There is no picture '{Shown(source)}' in a folder from which pictures may be taken ({nameof(EnrichmentQueueOptions.PictureFolders)}).");
            long length = new FileInfo(path).Length;
            return length <= options.MaxPictureBytes ? Usable(PictureReader.Read(path, options.MaxPicturePixels)) : throw TooLarge(length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new RefusedProductException($"The picture '{Shown(source)}' cannot be looked for: its name is no path, or its links lead nowhere.");
        }
    }

    private static PictureFacts Usable(PictureFacts facts) => facts.Fault is null ? facts : throw new RefusedProductException($"The picture cannot be used. {facts.Fault}");

    private static string Shown(string source) => source.Length <= 100 ? source : source[..100] + "…";

    private RefusedProductException TooLarge(long bytes) => new($"A picture has {bytes} bytes; at most {options.MaxPictureBytes} are taken. Scale it down.");
}
