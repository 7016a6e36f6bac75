using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using PhiVisionML.Model.Images;
using Xunit;

namespace PhiVisionML.Model.Tests.Images;

public class ImageProcessorTests
{
    private static readonly string[] CutFiles =
    [
        "product.png", "banner.png", "wide.png", "tall.png", "tiny.png", "rgba.png", "gray.png", "grayalpha.png", "palette.png",
        "dot.png", "square.png", "ribbon.png", "plain444.jpg", "gray_progressive.jpg", "exif6.jpg",
    ];

    public static TheoryData<string, int> Cut => [.. CutFiles.SelectMany(file => new[] { (file, 4), (file, 16) })];

    [Theory]
    [MemberData(nameof(Cut))]
    public void Every_step_equals_the_published_processor_s(string file, int numCrops)
    {
        JsonElement expected = GoldenImages.Cases(GoldenImages.Cut).GetProperty("images").EnumerateArray()
            .Single(c => c.GetProperty("file").GetString() == file && c.GetProperty("num_crops").GetInt32() == numCrops);
        CompareWith(expected, GoldenImages.Cut, new GoldenTensors(GoldenImages.PictureFile("image_processor.safetensors")));
    }

    [Fact]
    public void Every_step_equals_the_published_processor_s_for_the_full_set()
    {
        Assert.SkipWhen(GoldenImages.Full is null, GoldenImages.NoFullSet);
        string images = Path.Combine(GoldenImages.Full, "images");
        GoldenTensors tensors = new(Path.Combine(GoldenImages.Full, "image_processor.safetensors"));
        JsonElement[] cases = [.. GoldenImages.Cases(GoldenImages.Full).GetProperty("images").EnumerateArray()];
        Assert.Equal(32, cases.Length);
        foreach (JsonElement expected in cases)
            CompareWith(expected, images, tensors);

        float[] pixelValues = PixelValuesOf(Path.Combine(images, "rgba.png"), 4);
        AssertClose(tensors["rgba.c4.pixel_values"], pixelValues, 2e-6f);
        AssertClose(tensors["product.c16.global"], PixelValuesOf(Path.Combine(images, "product.png"), 16).AsSpan(0, 3 * 336 * 336), 2e-6f);
    }

    [Fact]
    public void One_tile_gives_the_same_picture_twice_bit_for_bit_as_interpolation_does()
    {
        ImageProcessor processor = new(new ImageProcessorConfig { NumCrops = 1, CropSize = 28, NumImgTokens = 4 });
        HdPicture picture = processor.Process(TestPictures.Noise(50, 40, seed: 3));
        float[] values = processor.PixelValues(picture);
        float[] tile = values[(3 * 28 * 28)..];
        Assert.Equal(tile, values[..(3 * 28 * 28)]);
        Assert.Equal(tile, PlainBicubic(tile, 28, 28, 28));
    }

    [Theory]
    [InlineData(90, 40, 6)]
    [InlineData(33, 70, 8)]
    [InlineData(64, 64, 9)]
    public void The_global_view_is_the_plain_bicubic_of_the_padded_picture(int width, int height, int numCrops)
    {
        const int Size = 14;
        ImageProcessor processor = new(new ImageProcessorConfig { NumCrops = numCrops, CropSize = Size, NumImgTokens = 1 });
        HdPicture picture = processor.Process(TestPictures.Noise(width, height, seed: 4));
        HdLayout layout = picture.Layout;
        float[] values = processor.PixelValues(picture);
        float[] whole = Join(values.AsSpan(3 * Size * Size), layout);
        Assert.Equal(Normalised(picture, processor.Config), whole);
        AssertClose(PlainBicubic(whole, layout.Height, layout.Width, Size), values.AsSpan(0, 3 * Size * Size), 2e-6f);
    }

    [Fact]
    public void A_stored_picture_gives_the_same_pixel_values()
    {
        ImageProcessor processor = new(new ImageProcessorConfig { NumCrops = 4 });
        HdPicture picture = processor.Process(TestPictures.Noise(300, 200, seed: 5));
        HdLayout layout = HdLayout.For(picture.Layout.SourceWidth, picture.Layout.SourceHeight, picture.Layout.NumCrops);
        Assert.Equal(picture.Layout, layout);
        HdPicture restored = HdPicture.FromPixels(layout, picture.Pixels.ToArray());
        Assert.Equal(processor.PixelValues(picture), processor.PixelValues(restored));
        Assert.Throws<ArgumentException>(() => HdPicture.FromPixels(layout, picture.Pixels[1..]));
    }

    [Fact]
    public void Many_threads_get_the_same_numbers_as_one()
    {
        ImageProcessor processor = new(new ImageProcessorConfig { NumCrops = 4, CropSize = 56, NumImgTokens = 4 });
        RgbPicture[] pictures = [.. Enumerable.Range(0, 8).Select(seed => TestPictures.Noise(40 + 30 * seed, 200 - 20 * seed, seed))];
        float[][] alone = [.. pictures.Select(picture => processor.PixelValues(processor.Process(picture)))];
        Parallel.For(0, 64, i => Assert.Equal(alone[i % 8], processor.PixelValues(processor.Process(pictures[i % 8]))));
    }

    [Fact]
    public void A_picture_of_another_crop_size_and_a_destination_of_another_length_are_refused()
    {
        ImageProcessor small = new(new ImageProcessorConfig { CropSize = 28 }), large = new(new ImageProcessorConfig { CropSize = 56 });
        HdPicture picture = small.Process(TestPictures.Noise(10, 10, seed: 6));
        Assert.Contains("28", Assert.Throws<ArgumentException>(() => large.PixelValues(picture)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => small.WritePixelValues(picture, new float[picture.Layout.PixelValueCount + 1]));
    }

    [Fact]
    public void A_picture_that_is_too_thin_is_refused() =>
        Assert.Throws<PictureRefusedException>(() => new ImageProcessor(new ImageProcessorConfig { NumCrops = 1 }).Process(TestPictures.Noise(1000, 1, seed: 7)));

    private static void CompareWith(JsonElement expected, string folder, GoldenTensors tensors)
    {
        string file = expected.GetProperty("file").GetString()!;
        int numCrops = expected.GetProperty("num_crops").GetInt32();
        ImageProcessor processor = new(new ImageProcessorConfig { NumCrops = numCrops });
        RgbPicture source = PictureDecoder.DecodeFile(Path.Combine(folder, file));
        HdPicture picture = processor.Process(source);
        HdLayout layout = picture.Layout;
        string Named(string what) => $"{file} with {numCrops} crops: {what}";

        Assert.Equal((expected.GetProperty("width").GetInt32(), expected.GetProperty("height").GetInt32()), (source.Width, source.Height));
        Assert.Equal(expected.GetProperty("transposed").GetBoolean(), layout.Transposed);
        Assert.Equal(Pair(expected, "resized_before_padding_wh"), (layout.ResizedWidth, layout.ResizedHeight));
        Assert.Equal(Pair(expected, "padded_wh"), (layout.Width, layout.Height));
        Assert.Equal(Pair(expected, "image_sizes_hw"), (layout.Height, layout.Width));
        Assert.Equal(expected.GetProperty("num_img_tokens").GetInt32(), layout.Tokens);
        Assert.Equal(expected.GetProperty("used_crops_incl_global").GetInt32(), layout.Crops);
        Assert.True(expected.GetProperty("sha256_padded_rgb_bytes").GetString() == Sha256(picture.Pixels.Span), Named("padded bytes"));

        float[] values = processor.PixelValues(picture);
        int cropLength = 3 * 336 * 336;
        string crops = Sha256(MemoryMarshal.AsBytes(values.AsSpan(cropLength)));
        Assert.True(expected.GetProperty("sha256_crops_f32").GetString() == crops, Named("tiles"));

        string name = $"{Path.GetFileNameWithoutExtension(file)}.c{numCrops}";
        AssertClose(tensors[name + ".global.rows"], Rows(values, crop: 0, [0, 100, 167, 168, 335], everyColumn: 1), 2e-6f);
        AssertClose(tensors[name + ".crop1.rows"], Rows(values, crop: 1, [0, 167, 335], everyColumn: 7), 2e-6f);
    }

    private static float[] PixelValuesOf(string path, int numCrops)
    {
        ImageProcessor processor = new(new ImageProcessorConfig { NumCrops = numCrops });
        return processor.PixelValues(processor.Process(PictureDecoder.DecodeFile(path)));
    }

    private static (int, int) Pair(JsonElement expected, string key) =>
        (expected.GetProperty(key)[0].GetInt32(), expected.GetProperty(key)[1].GetInt32());

    private static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static float[] Rows(float[] values, int crop, int[] rows, int everyColumn) =>
    [
        .. from channel in Enumerable.Range(0, 3)
           from row in rows
           from column in Enumerable.Range(0, 336).Where(column => column % everyColumn == 0)
           select values[((crop * 3 + channel) * 336 + row) * 336 + column],
    ];

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        float largest = 0;
        for (int i = 0; i < expected.Length; i++)
            largest = Math.Max(largest, Math.Abs(expected[i] - actual[i]));
        Assert.True(largest <= tolerance, $"The largest difference is {largest}.");
    }

    /// <summary>The padded picture, <c>[3, height, width]</c>, normalised number by number.</summary>
    private static float[] Normalised(HdPicture picture, ImageProcessorConfig config)
    {
        float[] mean = [config.Mean.Red, config.Mean.Green, config.Mean.Blue], std = [config.Std.Red, config.Std.Green, config.Std.Blue];
        byte[] pixels = picture.Pixels.ToArray();
        return [.. from channel in Enumerable.Range(0, 3)
                   from i in Enumerable.Range(0, pixels.Length / 3)
                   select (pixels[3 * i + channel] / 255f - mean[channel]) / std[channel]];
    }

    /// <summary>Tiles <c>[tiles, 3, size, size]</c> put together to <c>[3, height, width]</c>.</summary>
    private static float[] Join(ReadOnlySpan<float> tiles, HdLayout layout)
    {
        int size = layout.CropSize;
        float[] whole = new float[3 * layout.Height * layout.Width];
        for (int i = 0; i < whole.Length; i++)
        {
            int x = i % layout.Width, y = i / layout.Width % layout.Height, channel = i / layout.Width / layout.Height;
            int tile = y / size * layout.TilesWide + x / size;
            whole[i] = tiles[((tile * 3 + channel) * size + y % size) * size + x % size];
        }

        return whole;
    }

    /// <summary>torch's bicubic, number by number: rows of four, then four of those.</summary>
    private static float[] PlainBicubic(float[] source, int height, int width, int size)
    {
        float[] target = new float[3 * size * size];
        for (int i = 0; i < target.Length; i++)
        {
            (int y, float[] down) = Taps(i / size % size, height, size);
            (int x, float[] across) = Taps(i % size, width, size);
            for (int row = 0; row < 4; row++)
            {
                float sum = 0;
                for (int column = 0; column < 4; column++)
                {
                    int at = (i / size / size * height + Math.Clamp(y - 1 + row, 0, height - 1)) * width + Math.Clamp(x - 1 + column, 0, width - 1);
                    sum += source[at] * across[column];
                }

                target[i] += sum * down[row];
            }
        }

        return target;
    }

    private static (int Below, float[] Weights) Taps(int target, int sourceSize, int targetSize)
    {
        float centre = (float)sourceSize / targetSize * (target + 0.5f) - 0.5f;
        float t = centre - MathF.Floor(centre);
        return ((int)MathF.Floor(centre), [Cubic(1 + t), Cubic(t), Cubic(1 - t), Cubic(2 - t)]);
    }

    private static float Cubic(float x) =>
        x <= 1 ? (1.25f * x - 2.25f) * x * x + 1 : ((-0.75f * x + 3.75f) * x - 6f) * x + 3f;
}
