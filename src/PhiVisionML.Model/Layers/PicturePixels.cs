using PhiVisionML.Model.Images;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Layers;

/// <summary>One picture as the network takes it.</summary>
/// <param name="Crops">
/// Normalised crops, <c>[1 + TilesHigh · TilesWide, 3, side, side]</c>, the global view first; or a single crop
/// when there is one tile and it equals the global view (then the tower runs once for both).
/// </param>
/// <param name="TilesHigh">Rows of tiles.</param>
/// <param name="TilesWide">Tiles in a row.</param>
public sealed record PicturePixels(Tensor Crops, int TilesHigh, int TilesWide)
{
    /// <summary>Normalises a processed picture and puts it where the network works.</summary>
    /// <param name="processor">Holds mean and spread.</param>
    /// <param name="picture">The processed picture.</param>
    /// <param name="device">Where to; CPU when null.</param>
    public static PicturePixels From(ImageProcessor processor, HdPicture picture, Device? device = null)
    {
        var layout = picture.Layout;
        float[] values = processor.PixelValues(picture);
        int crops = layout.Tiles == 1 ? 1 : layout.Crops;   // one tile has the size of the global view, and is it
        if (crops < layout.Crops)
            values = values[..(values.Length / layout.Crops)];
        return new PicturePixels(tensor(values, [crops, 3, layout.CropSize, layout.CropSize], device: device), layout.TilesHigh, layout.TilesWide);
    }
}
