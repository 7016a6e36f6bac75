using PhiVisionML.Benchmarks.Measuring;
using PhiVisionML.Model.Images;
using SkiaSharp;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.Speed;

/// <summary>From a photograph to the tower's numbers, with and without decoding, beside Skia's own decoding and scaling.</summary>
internal sealed class ImageProcessorBenchmark : IBenchmark
{
    private const int Width = 1200, Height = 1000, Quality = 90;

    public string Name => "image-processor";

    public string What => "pictures/s at num_crops 1, 4, 16, with and without decoding";

    public void Run(Settings settings, Report report)
    {
        byte[] encoded = Photograph();
        var decoded = PictureDecoder.Decode(encoded);
        using var bitmap = SKBitmap.Decode(encoded);
        foreach (int crops in new[] { 1, 4, 16 })
        {
            var processor = new ImageProcessor(new ImageProcessorConfig { NumCrops = crops });
            var layout = processor.LayoutFor(Width, Height);
            var size = new SKImageInfo(layout.ResizedWidth, layout.ResizedHeight);
            Measure($"num_crops {crops}", "Skia scaling", () => Values(processor, decoded), () => bitmap.Resize(size, SKFilterQuality.Medium).Dispose());
            Measure($"num_crops {crops}, with decoding", "Skia decoding and scaling", () => Values(processor, PictureDecoder.Decode(encoded)), () =>
            {
                using var picture = SKBitmap.Decode(encoded);
                picture.Resize(size, SKFilterQuality.Medium).Dispose();
            });
        }

        void Measure(string shape, string floor, Action subject, Action skia)
        {
            var (a, b) = Rounds.InTurns(settings.Rounds * 4, CPU, subject, skia);   // milliseconds each: more rounds
            report.Add(new SpeedResult(Name, $"{Width} x {Height} JPEG, {shape}", ScalarType.Float32, CPU, "picture", 1, floor, a, b));
        }
    }

    private static float[] Values(ImageProcessor processor, RgbPicture picture) => processor.PixelValues(processor.Process(picture));

    // Smooth colours with some grain, as a photograph has: JPEG of about the usual size.
    private static byte[] Photograph()
    {
        var random = new Random(1);
        using var bitmap = new SKBitmap(Width, Height);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                int grain = random.Next(16);
                bitmap.SetPixel(x, y, new SKColor((byte)(x * 200 / Width + grain), (byte)(y * 200 / Height + grain), (byte)((x + y) / 16 % 200 + grain)));
            }
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return data.ToArray();
    }
}
