using PhiVisionML.Model.Images;
using PhiVisionML.Model.Layers;
using static TorchSharp.torch;

namespace PhiVisionML.Training.Batching;

/// <summary>Turns processed pictures into the network's input, on the network's device.</summary>
internal sealed class PixelMaker(ImageProcessor processor, Device device)
{
    public PicturePixels Make(HdPicture picture)
    {
        using var scope = NewDisposeScope();
        var pixels = PicturePixels.From(processor, picture, device);
        return pixels with { Crops = pixels.Crops.DetachFromDisposeScope() };
    }
}
