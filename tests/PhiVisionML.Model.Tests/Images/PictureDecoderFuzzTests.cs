using PhiVisionML.Model.Images;
using Xunit;

namespace PhiVisionML.Model.Tests.Images;

public class PictureDecoderFuzzTests
{
    private static readonly PictureDecoderOptions Small = new() { MaxPixels = 200_000, ApplyExifOrientation = true };

    [Theory]
    [InlineData("jpeg", 400)]
    [InlineData("webp", 300)]
    [InlineData("lossless webp", 300)]
    [InlineData("png", 300)]
    [InlineData("palette png", 200)]
    [InlineData("gif", 300)]
    [InlineData("bmp", 200)]
    public void Damaged_files_are_refused_or_read_and_nothing_else_happens(string format, int count) => Decode(format, firstSeed: 0, count);

    [Theory(Explicit = true)]
    [Trait("Takes", "minutes")]
    [InlineData("jpeg")]
    [InlineData("webp")]
    [InlineData("lossless webp")]
    [InlineData("png")]
    [InlineData("palette png")]
    [InlineData("gif")]
    [InlineData("bmp")]
    public void Many_damaged_files_are_refused_or_read_and_nothing_else_happens(string format) => Decode(format, firstSeed: 400, count: 2000);

    private static void Decode(string format, int firstSeed, int count)
    {
        byte[] good = PictureDecoderTests.Sample(format);
        int read = 0;
        for (int seed = firstSeed; seed < firstSeed + count; seed++)
        {
            byte[] damaged = Damage(good, new Random(seed));
            try
            {
                RgbPicture picture = PictureDecoder.Decode(damaged, Small with { BlendAlphaOntoWhite = seed % 2 == 0 });
                Assert.Equal(3 * picture.Width * picture.Height, picture.Pixels.Length);
                read++;
            }
            catch (PictureRefusedException refusal)
            {
                Assert.NotEmpty(refusal.Message);
            }
        }

        Assert.InRange(read, 0, count - 1);
    }

    /// <summary>Changes a few bytes, often near the front where the headers are; sometimes cuts, repeats or drops a part.</summary>
    private static byte[] Damage(byte[] good, Random random)
    {
        byte[] bytes = [.. good];
        int reach = random.Next(3) == 0 ? Math.Min(64, bytes.Length) : bytes.Length;
        for (int change = random.Next(1, 12); change > 0; change--)
            bytes[random.Next(reach)] = (byte)(random.Next(4) == 0 ? 255 * random.Next(2) : random.Next(256));

        int at = random.Next(bytes.Length), length = random.Next(bytes.Length - at);
        return random.Next(5) switch
        {
            0 => bytes[..at],
            1 => [.. bytes[..at], .. bytes[(at + length)..]],
            2 => [.. bytes[..(at + length)], .. bytes[at..]],
            _ => bytes,
        };
    }
}
