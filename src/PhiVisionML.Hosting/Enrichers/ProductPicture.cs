using System.Security.Cryptography;
using PhiVisionML.Catalog.Pictures;
using PhiVisionML.Enrichment.Jobs;

namespace PhiVisionML.Hosting.Enrichers;

/// <summary>A picture's file as it was read: what is hashed is what is shown.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Sha256">Of the file, in lower-case hexadecimal digits.</param>
/// <param name="MediaType">Told from the bytes: image/jpeg, say.</param>
internal sealed record ProductPicture(byte[] Bytes, string Sha256, string MediaType)
{
    private const int CheckedSide = 64;

    /// <summary>Reads the first pictures of a product, each once.</summary>
    /// <param name="product">The product.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="limits">How large they may be.</param>
    /// <param name="decode">Whether they are looked at to their end, for somebody who cannot say what is wrong with them.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ProductRefusal">There is none, or one cannot be used.</exception>
    public static async Task<IReadOnlyList<ProductPicture>> ReadAsync(EnrichmentProduct product, int most, PictureLimits limits, bool decode, CancellationToken cancellation)
    {
        if (product.Pictures.Count == 0)
            throw new ProductRefusal($"The product '{product.Sku}' has no picture.", isPermanent: true);
        var pictures = new List<ProductPicture>();
        foreach (string path in product.Pictures.Take(most))
            pictures.Add(Check(path, await ReadAsync(path, limits.MaxBytes, cancellation).ConfigureAwait(false), limits, decode));
        return pictures;
    }

    private static async Task<byte[]> ReadAsync(string path, int maxBytes, CancellationToken cancellation)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                // A device has no length and no end, so no more is read than the length says, and a byte to see that this is all.
                long length = file.CanSeek ? file.Length : 0;
                if (length > maxBytes)
                    throw new ProductRefusal($"The picture '{path}' has {length} bytes, more than the {maxBytes} allowed; scale it down.", isPermanent: true);
                byte[] bytes = new byte[length + 1];
                int read = length == 0 ? 0 : await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
                return read == length && length > 0 ? bytes[..^1]
                    : throw new ProductRefusal($"The picture '{path}' is {(length == 0 ? "empty, or no file" : "being written")}.", isPermanent: length == 0);
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ProductRefusal(e is FileNotFoundException or DirectoryNotFoundException ? $"The picture '{path}' does not exist." : $"The picture '{path}' cannot be read: {e.Message}", isPermanent: true, e);
        }
        catch (IOException e)
        {
            throw new ProductRefusal($"The picture '{path}' cannot be read now: {e.Message}", isPermanent: false, e);
        }
    }

    private static ProductPicture Check(string path, byte[] bytes, PictureLimits limits, bool decode)
    {
        using var picture = EncodedPicture.Open(bytes);
        if (picture?.Format is not { } format)
            throw new ProductRefusal($"The picture '{path}' is none of {EncodedPicture.KnownFormats}.", isPermanent: true);
        if ((long)picture.Width * picture.Height > limits.MaxPixels)
            throw new ProductRefusal($"The picture '{path}' has {picture.Width} × {picture.Height} = {(long)picture.Width * picture.Height} pixels, more than the {limits.MaxPixels} allowed; scale it down.", isPermanent: true);
        if (decode)
        {
            var (pixels, defect) = picture.Decode(Math.Min(1f, (float)CheckedSide / Math.Min(picture.Width, picture.Height)), limits.MaxPixels);
            pixels?.Dispose();
            if (defect is not null)
                throw new ProductRefusal($"The picture '{path}' cannot be used. {defect.Sentence}", defect.Kind != PictureDefectKind.NoMemory);
        }

        return new(bytes, Convert.ToHexStringLower(SHA256.HashData(bytes)), $"image/{format}");
    }
}
