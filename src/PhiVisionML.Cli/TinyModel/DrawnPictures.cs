using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Model.Images;

namespace PhiVisionML.Cli.TinyModel;

/// <summary>Drawn products as the network takes them, and the sizes at which they are drawn for training.</summary>
internal static class DrawnPictures
{
    /// <summary>Pixels of a side, for training; the largest included.</summary>
    public const int Smallest = 112, Largest = 256;

    /// <summary>How many sizes there are from <see cref="Smallest"/> to <see cref="Largest"/>.</summary>
    public const int Sizes = Largest - Smallest + 1;

    /// <summary>Paints a product and prepares the picture.</summary>
    /// <param name="product">What to paint.</param>
    /// <param name="size">Pixels of a side.</param>
    /// <param name="processor">Prepares it.</param>
    public static HdPicture Make(DrawnProduct product, int size, ImageProcessor processor)
        => processor.Process(RgbPicture.FromRgb(size, size, ProductPainter.PaintRgb(product, size)));
}
