using System.Runtime.InteropServices;
using PhiVisionML.Model.Images;
using SkiaSharp;
using Xunit;

namespace PhiVisionML.Model.Tests.Images;

public class PictureDecoderTests
{
    private const byte Gray = 0, Rgb = 2, Palette = 3, GrayAlpha = 4, Rgba = 6;
    private static readonly byte[] FourColours = [10, 20, 30, 200, 100, 50, 255, 255, 255, 77, 88, 99];
    private static readonly PictureDecoderOptions OntoWhite = new() { BlendAlphaOntoWhite = true };

    [Theory]
    [InlineData("rgba.png")]
    [InlineData("gray.png")]
    [InlineData("grayalpha.png")]
    [InlineData("palette.png")]
    [InlineData("plain444.jpg")]
    [InlineData("gray_progressive.jpg")]
    public void Pixels_equal_those_of_the_published_processor_s_decoder(string file)
    {
        RgbPicture expected = PictureDecoder.DecodeFile(GoldenImages.PictureFile(Path.ChangeExtension(file, ".rgb.png")));
        RgbPicture picture = PictureDecoder.DecodeFile(GoldenImages.PictureFile(file));
        Assert.Equal((expected.Width, expected.Height), (picture.Width, picture.Height));
        Assert.True(expected.Pixels.Span.SequenceEqual(picture.Pixels.Span));
    }

    [Fact]
    public void Pixels_equal_those_of_the_published_processor_s_decoder_for_the_full_set()
    {
        Assert.SkipWhen(GoldenImages.Full is null, GoldenImages.NoFullSet);
        string[] expected = Directory.GetFiles(Path.Combine(GoldenImages.Full, "images"), "*.rgb.png");
        Assert.Equal(7, expected.Length);
        foreach (string rgb in expected)
        {
            string file = Directory.GetFiles(Path.GetDirectoryName(rgb)!, Path.GetFileName(rgb).Replace(".rgb.png", ".*", StringComparison.Ordinal))
                .Single(candidate => candidate != rgb);
            Assert.True(PictureDecoder.DecodeFile(rgb).Pixels.Span.SequenceEqual(PictureDecoder.DecodeFile(file).Pixels.Span), file);
        }
    }

    public static TheoryData<string, byte[], byte[]> SmallPngs => new()
    {
        { "palette with transparency", PictureFiles.Png(4, 1, 8, Palette, [0, 1, 2, 3], ("PLTE", FourColours), ("tRNS", [0, 1, 128, 200])), FourColours },
        { "palette of two bits", PictureFiles.Png(4, 1, 2, Palette, [0b00_01_10_11], ("PLTE", FourColours)), FourColours },
        { "colour with alpha", PictureFiles.Png(3, 1, 8, Rgba, [10, 20, 30, 0, 200, 100, 50, 1, 3, 250, 128, 127]), [10, 20, 30, 200, 100, 50, 3, 250, 128] },
        { "colour with a transparent colour", PictureFiles.Png(2, 1, 8, Rgb, [10, 200, 3, 77, 8, 9], ("tRNS", [0, 10, 0, 200, 0, 3])), [10, 200, 3, 77, 8, 9] },
        { "gray of one bit", PictureFiles.Png(3, 1, 1, Gray, [0b1010_0000]), [255, 255, 255, 0, 0, 0, 255, 255, 255] },
        { "gray of four bits", PictureFiles.Png(2, 1, 4, Gray, [0x3A]), [51, 51, 51, 170, 170, 170] },
        { "gray with a transparent level", PictureFiles.Png(2, 1, 8, Gray, [10, 200], ("tRNS", [0, 200])), [10, 10, 10, 200, 200, 200] },
        { "gray with alpha", PictureFiles.Png(2, 1, 8, GrayAlpha, [10, 0, 200, 1]), [10, 10, 10, 200, 200, 200] },
        { "gray of sixteen bits", PictureFiles.Png(3, 1, 16, Gray, [0, 255, 0x12, 0xF0, 0xFF, 0x80]), [0, 0, 0, 18, 18, 18, 255, 255, 255] },
        { "colour of sixteen bits", PictureFiles.Png(1, 1, 16, Rgb, [0x12, 0xF0, 0x80, 0x80, 0x7F, 0x81]), [0x12, 0x80, 0x7F] },
        { "colour and alpha of sixteen bits", PictureFiles.Png(1, 1, 16, Rgba, [0x12, 0xF0, 0x80, 0x80, 0x7F, 0x81, 0, 0]), [0x12, 0x80, 0x7F] },
        { "another gamma", PictureFiles.Png(1, 1, 8, Rgb, [10, 128, 200], ("gAMA", [0, 1, 0x86, 0xA0])), [10, 128, 200] },
    };

    [Theory]
    [MemberData(nameof(SmallPngs))]
    public void Every_kind_of_png_gives_its_colours_as_they_are_stored(string kind, byte[] png, byte[] expected)
    {
        Assert.NotEmpty(kind);
        Assert.Equal(expected, PictureDecoder.Decode(png).Pixels.ToArray());
    }

    [Fact]
    public void A_colour_profile_does_not_change_the_colours()
    {
        using SKColorSpace wide = SKColorSpace.CreateRgb(SKColorSpaceTransferFn.Linear, SKColorSpaceXyz.AdobeRgb);
        using SKBitmap bitmap = new(new SKImageInfo(2, 1, SKColorType.Rgba8888, SKAlphaType.Opaque, wide));
        byte[] pixels = [10, 128, 200, 255, 250, 3, 90, 255];
        Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        byte[] encoded = png.ToArray();
        Assert.True(encoded.AsSpan().IndexOf("iCCP"u8) > 0);
        Assert.Equal([10, 128, 200, 250, 3, 90], PictureDecoder.Decode(encoded).Pixels.ToArray());
    }

    [Fact]
    public void Alpha_can_be_blended_onto_white()
    {
        byte[] png = PictureFiles.Png(4, 1, 8, Rgba, [10, 20, 30, 0, 200, 100, 50, 1, 3, 250, 128, 127, 77, 88, 99, 255]);
        Assert.Equal([255, 255, 255, 255, 254, 254, 129, 253, 192, 77, 88, 99], PictureDecoder.Decode(png, OntoWhite).Pixels.ToArray());
    }

    [Fact]
    public void A_gif_gives_its_first_frame_and_the_colour_under_its_transparency()
    {
        byte[] gif = PictureFiles.Gif(4, 1, FourColours, transparent: 1, [0, 1, 2, 3], [3, 3, 3, 3]);
        Assert.Equal(FourColours, PictureDecoder.Decode(gif).Pixels.ToArray());
        Assert.Equal([10, 20, 30, 255, 255, 255, 255, 255, 255, 77, 88, 99], PictureDecoder.Decode(gif, OntoWhite).Pixels.ToArray());
    }

    [Fact]
    public void Bmp_and_lossless_webp_give_back_what_was_stored_and_jpeg_nearly_so()
    {
        RgbPicture picture = TestPictures.Gradient(37, 23);
        Assert.Equal(picture.Pixels.ToArray(), PictureDecoder.Decode(PictureFiles.Bmp(picture)).Pixels.ToArray());
        Assert.Equal(picture.Pixels.ToArray(), PictureDecoder.Decode(PictureFiles.Encode(picture, SKEncodedImageFormat.Webp, 100)).Pixels.ToArray());
        byte[] jpeg = PictureDecoder.Decode(PictureFiles.Encode(picture, SKEncodedImageFormat.Jpeg, 95)).Pixels.ToArray();
        Assert.All(picture.Pixels.ToArray().Zip(jpeg), pair => Assert.InRange(pair.First - pair.Second, -16, 16));
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("progressive jpeg")]
    [InlineData("webp")]
    [InlineData("lossless webp")]
    [InlineData("png")]
    [InlineData("gif")]
    [InlineData("bmp")]
    public void A_picture_cut_off_anywhere_is_refused_or_complete(string format)
    {
        byte[] encoded = Sample(format);
        byte[] whole = PictureDecoder.Decode(encoded).Pixels.ToArray();
        int step = Math.Max(1, encoded.Length / 400), refused = 0, tried = 0;
        for (int length = 0; length < encoded.Length; length += step, tried++)
        {
            try
            {
                Assert.Equal(whole, PictureDecoder.Decode(encoded.AsSpan(0, length)).Pixels.ToArray());
            }
            catch (PictureRefusedException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, (int)(0.95 * tried), tried);
    }

    [Fact]
    public void A_picture_cut_off_is_refused_with_its_size_and_the_remedy()
    {
        byte[] jpeg = Sample("jpeg");
        PictureRefusedException refusal = Assert.Throws<PictureRefusedException>(() => PictureDecoder.Decode(jpeg.AsSpan(0, jpeg.Length / 2)));
        Assert.Contains("60x50", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("cut off", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0], "no bytes")]
    [InlineData(new byte[] { 60, 115, 118, 103, 62 }, "5 bytes are not a picture")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0xAA }, "Wbmp")]
    public void What_is_no_picture_is_refused(byte[] bytes, string reason) =>
        Assert.Contains(reason, Assert.Throws<PictureRefusedException>(() => PictureDecoder.Decode(bytes)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_picture_with_too_many_pixels_is_refused_by_its_header()
    {
        byte[] png = PictureFiles.Png(40_000, 40_000, 8, Rgb, new byte[40_000]);
        string message = Assert.Throws<PictureRefusedException>(() => PictureDecoder.Decode(png)).Message;
        Assert.Contains("1600000000", message, StringComparison.Ordinal);
        Assert.Contains("100000000", message, StringComparison.Ordinal);

        byte[] small = PictureFiles.Png(4, 3, 8, Gray, new byte[12]);
        Assert.Equal(4, PictureDecoder.Decode(small, new PictureDecoderOptions { MaxPixels = 12 }).Width);
        Assert.Throws<PictureRefusedException>(() => PictureDecoder.Decode(small, new PictureDecoderOptions { MaxPixels = 11 }));
    }

    [Fact]
    public void The_allowed_number_of_pixels_has_a_range()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PictureDecoderOptions { MaxPixels = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PictureDecoderOptions { MaxPixels = PictureDecoderOptions.PixelLimit + 1 });
    }

    [Fact]
    public void The_format_is_told_from_the_bytes_and_a_refusal_names_the_file()
    {
        string folder = Directory.CreateTempSubdirectory("phivision-pictures").FullName;
        try
        {
            string misnamed = Path.Combine(folder, "really-a-jpeg.png"), page = Path.Combine(folder, "page.jpg");
            File.WriteAllBytes(misnamed, Sample("jpeg"));
            File.WriteAllText(page, "<html>Not found</html>");
            Assert.Equal((60, 50), (PictureDecoder.DecodeFile(misnamed).Width, PictureDecoder.DecodeFile(misnamed).Height));
            Assert.Contains(page, Assert.Throws<PictureRefusedException>(() => PictureDecoder.DecodeFile(page)).Message, StringComparison.Ordinal);
            Assert.Throws<FileNotFoundException>(() => PictureDecoder.DecodeFile(Path.Combine(folder, "none.png")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static byte[] Sample(string format)
    {
        RgbPicture picture = TestPictures.Gradient(60, 50);
        return format switch
        {
            "jpeg" => PictureFiles.Encode(picture, SKEncodedImageFormat.Jpeg, 90),
            "progressive jpeg" => File.ReadAllBytes(GoldenImages.PictureFile("gray_progressive.jpg")),
            "webp" => PictureFiles.Encode(picture, SKEncodedImageFormat.Webp, 80),
            "lossless webp" => PictureFiles.Encode(picture, SKEncodedImageFormat.Webp, 100),
            "png" => PictureFiles.Png(60, 50, 8, Rgb, picture.Pixels.ToArray()),
            "palette png" => PictureFiles.Png(60, 50, 8, Palette, [.. Enumerable.Range(0, 3000).Select(i => (byte)(i % 4))], ("PLTE", FourColours), ("tRNS", [0, 9])),
            "gif" => PictureFiles.Gif(60, 50, FourColours, transparent: 2, [.. Enumerable.Range(0, 3000).Select(i => (byte)(i % 4))]),
            "bmp" => PictureFiles.Bmp(picture),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such sample."),
        };
    }
}
