using System.Text;

namespace PhiVisionML.Catalog.Drawing;

/// <summary>The bytes of a row's picture file.</summary>
internal static class DrawnPicture
{
    // Ends before the first scan: a decoder that fills what is missing with grey has nothing to begin with.
    private const int LeastBytes = 20, MostBytes = 300;

    private static readonly byte[] Text = Encoding.UTF8.GetBytes(
        "<!DOCTYPE html><html><head><title>404</title></head><body>This picture could not be found.</body></html>\n");

    public static byte[] Bytes(DrawnCatalogRow row, DrawnCatalogOptions options) => row.PictureState switch
    {
        DrawnPictureState.Empty => [],
        DrawnPictureState.Text => Text,
        DrawnPictureState.Truncated => Paint(row, options)[..(LeastBytes + new SplitMix64(row.Product.Seed).Below(MostBytes - LeastBytes))],
        _ => Paint(row, options),
    };

    private static byte[] Paint(DrawnCatalogRow row, DrawnCatalogOptions options) =>
        ProductPainter.PaintJpeg(row.Pictured, options.ImageSize, options.JpegQuality);
}
