using System.Globalization;
using Microsoft.AspNetCore.Http;
using PhiVisionML.AspNetCore.Errors;
using PhiVisionML.Catalog.Pictures;
using PhiVisionML.Catalog.Reports;
using PhiVisionML.Chat.Pictures;
using PhiVisionML.Enrichment.Ledger;

namespace PhiVisionML.Review.Pictures;

/// <summary>Sends pictures of products, by job alone, decoded and made smaller: never a file's own bytes.</summary>
/// <param name="ledger">Knows where they are.</param>
/// <param name="options">Folders and limits.</param>
internal sealed class PictureEndpoint(IEnrichmentLedger ledger, EnrichmentReviewOptions options)
{
    private const int Large = 900, Small = Thumbnail.Size, DecodedAtOnce = 2;

    private static readonly SemaphoreSlim Turns = new(DecodedAtOnce);

    private readonly RealFolders _folders = new(options.PictureFolders);

    public Task LargeAsync(HttpContext context) => SendAsync(context, Large);

    public Task SmallAsync(HttpContext context) => SendAsync(context, Small);

    private async Task SendAsync(HttpContext context, int size)
    {
        long job = Pages.ProductPage.JobOf(context);
        int index = int.Parse((string)context.Request.RouteValues["index"]!, CultureInfo.InvariantCulture);
        var item = await ledger.GetReviewItemAsync(job, context.RequestAborted).ConfigureAwait(false);
        if (item is null || index < 0 || index >= item.Product.Pictures.Count)
            throw new ApiException(StatusCodes.Status404NotFound, $"Job {job} has no picture {index}.");
        byte[] jpeg;
        await Turns.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        try
        {
            jpeg = Preview(await ReadAsync(item.Product.Pictures[index], context.RequestAborted).ConfigureAwait(false), size);
        }
        finally
        {
            Turns.Release();
        }

        context.Response.ContentType = "image/jpeg";
        context.Response.ContentLength = jpeg.Length;
        context.Response.Headers.CacheControl = "private, max-age=600";
        await context.Response.Body.WriteAsync(jpeg, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task<byte[]> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            string real = (Path.IsPathFullyQualified(path) ? _folders.Find(path) : null)
                ?? throw new ApiException(StatusCodes.Status403Forbidden, $"The picture is not in a folder from which pictures are shown ({nameof(EnrichmentReviewOptions.PictureFolders)}).");
            long length = new FileInfo(real).Length;
            return length <= options.MaxPictureBytes
                ? await File.ReadAllBytesAsync(real, cancellation).ConfigureAwait(false)
                : throw Unfit($"The picture has {length} bytes, more than the {options.MaxPictureBytes} that are shown.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ApiException(StatusCodes.Status404NotFound, "The picture's file is not there any more.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unfit("The picture's file cannot be read.");
        }
    }

    private byte[] Preview(byte[] file, int size)
    {
        using var picture = EncodedPicture.Open(file) ?? throw Unfit($"The file is no picture of a known format ({EncodedPicture.KnownFormats}).");
        var (pixels, defect) = picture.Decode(Math.Min(1f, 2f * size / Math.Max(picture.Width, picture.Height)), options.MaxPicturePixels);
        if (pixels is null)
            throw Unfit(defect!.Sentence);
        using (pixels)
            return Thumbnail.Encode(pixels, picture.Origin, size);
    }

    private static ApiException Unfit(string message) => new(StatusCodes.Status422UnprocessableEntity, message);
}
