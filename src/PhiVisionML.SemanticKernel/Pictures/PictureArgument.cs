using Microsoft.Extensions.AI;
using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Pictures;
using PhiVisionML.Chat.Pictures;
using PhiVisionML.Model.Images;
using PhiVisionML.SemanticKernel.Asking;
using PhiVisionML.SemanticKernel.Catalogs;

namespace PhiVisionML.SemanticKernel.Pictures;

/// <summary>Finds the picture that an agent means: a data: URI, a product's sku, or a file in a folder that is open to agents.</summary>
internal sealed class PictureArgument
{
    private readonly IProductCatalog _catalog;
    private readonly string[] _folders;
    private readonly PictureFolders _open;
    private readonly int _maxBytes;

    /// <param name="catalog">Where skus are looked up.</param>
    /// <param name="folders">The folders that are open.</param>
    /// <param name="maxBytes">Most bytes of a picture.</param>
    public PictureArgument(IProductCatalog catalog, IEnumerable<string> folders, int maxBytes)
    {
        _catalog = catalog;
        _folders = [.. folders.Select(Path.GetFullPath)];
        _open = new PictureFolders(_folders);
        _maxBytes = maxBytes;
    }

    /// <exception cref="SkillRefusal">There is no such picture, or it may not be read.</exception>
    public async Task<ProductPicture> FindAsync(string image, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(image))
            throw new SkillRefusal("The image is missing: give a sku of the catalog, the path of a picture file, or a data: URI.");
        if (image.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            return new ProductPicture(Picture(Decode(image), "The data: URI"), null);
        return await _catalog.FindAsync(image, cancellation).ConfigureAwait(false) is { } product
            ? new ProductPicture(await OfAsync(product, cancellation).ConfigureAwait(false), product)
            : new ProductPicture(await FromFileAsync(image, cancellation).ConfigureAwait(false), null);
    }

    /// <summary>The first picture of a product of the catalog.</summary>
    /// <exception cref="SkillRefusal">It has none that can be read.</exception>
    public async Task<DataContent> OfAsync(Product product, CancellationToken cancellation)
    {
        if (product.ImagePaths.Count == 0)
            throw new SkillRefusal($"The product '{product.ProductCode}' has no picture in the catalog.");
        try
        {
            return Picture(await File.ReadAllBytesAsync(product.ImagePaths[0], cancellation).ConfigureAwait(false), $"The picture of '{product.ProductCode}'");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkillRefusal($"The picture of the product '{product.ProductCode}' cannot be read: {e.Message}", e);
        }
    }

    private async Task<DataContent> FromFileAsync(string image, CancellationToken cancellation)
    {
        if (FileOf(image) is not { } file)
            throw new SkillRefusal($"There is no product '{image}' in the catalog, and no file of that name {(_folders.Length == 0 ? "may be read: no folder is open to agents" : "in the folders that are open to agents")}. Give a sku of the catalog, the path of a picture file, or a data: URI.");
        try
        {
            return Picture((await _open.ReadAsync(file, _maxBytes, cancellation).ConfigureAwait(false)).Span, $"The file '{image}'");
        }
        catch (PictureRefusedException e)
        {
            throw new SkillRefusal(e.Message, e);
        }
    }

    // A relative path is one below an open folder, and nothing is said of files elsewhere; where links lead is looked at when the file is read.
    private Uri? FileOf(string image)
    {
        try
        {
            if (image.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
                return Uri.TryCreate(image, UriKind.Absolute, out var uri) ? uri : null;
            if (image.Contains("://", StringComparison.Ordinal))
                return null;
            return Path.IsPathRooted(image) ? new Uri(image)
                : _folders.Select(folder => Below(folder, image)).FirstOrDefault(File.Exists) is { } path ? new Uri(path) : null;
        }
        catch (Exception e) when (e is UriFormatException or ArgumentException)
        {
            return null;
        }
    }

    private static string? Below(string folder, string relative)
        => Path.GetFullPath(relative, folder) is var path && path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? path : null;

    private static ReadOnlySpan<byte> Decode(string uri)
    {
        try
        {
            return new DataContent(uri).Data.Span;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new SkillRefusal($"The data: URI cannot be read: {e.Message}", e);
        }
    }

    private DataContent Picture(ReadOnlySpan<byte> bytes, string what)
    {
        if (bytes.Length > _maxBytes)
            throw new SkillRefusal($"{what} has {bytes.Length} bytes, more than the {_maxBytes} allowed; scale the picture down.");
        using var picture = EncodedPicture.Open(bytes);
        return picture?.Format is { } format ? new DataContent(bytes.ToArray(), $"image/{format}")
            : throw new SkillRefusal($"{what} is no picture in one of the formats {EncodedPicture.KnownFormats}.");
    }
}
