using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Catalog.Pictures;
using SkiaSharp;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Pictures;

public sealed class PictureReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_facts_of_a_file_are_read()
    {
        byte[] jpeg = ProductPainter.PaintJpeg(Copies.Product(1), 120);
        string path = Write("a.png", jpeg);
        var facts = PictureReader.Read(path);
        Assert.Equal((path, jpeg.Length, "jpeg", 120, 120, null), (facts.Path, facts.Bytes, facts.Format, facts.Width, facts.Height, facts.Fault));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(jpeg)), facts.Sha256);
        Assert.NotNull(facts.Fingerprint);
    }

    [Fact]
    public void Broken_files_say_why_and_nothing_is_thrown()
    {
        byte[] jpeg = ProductPainter.PaintJpeg(Copies.Product(1), 120);
        string[] paths =
        [
            Path.Combine(_folder.Path, "missing.jpg"),
            Write("empty.jpg", []),
            Write("text.jpg", Encoding.UTF8.GetBytes("<html>not found</html>")),
            Write("cut.jpg", jpeg[..(jpeg.Length / 2)]),
            Write("bomb.jpg", Bomb(20_000, 20_000)),
        ];
        var facts = PictureReader.ReadAll(paths, cancellation: TestContext.Current.CancellationToken).ToArray();
        Assert.Equal(paths, facts.Select(f => f.Path));
        Assert.All(
            facts.Zip(["does not exist", "is empty", "are not a picture", "is cut off after", "400000000 pixels, more than the 100000000 allowed"]),
            pair => Assert.Contains(pair.Second, pair.First.Fault!, StringComparison.Ordinal));
        Assert.All(facts, f => Assert.Null(f.Fingerprint));
    }

    [Fact]
    public void See_through_pictures_lie_on_white()
    {
        var onWhite = Fingerprint(SKColors.White);
        var seeThrough = Fingerprint(SKColors.Transparent);
        Assert.Equal(0, PictureShape.Distance(onWhite.Shape, seeThrough.Shape));
        Assert.Equal(0, PictureFingerprint.ColourDifference(onWhite, seeThrough));
    }

    /// <summary>Stored as 80 by 40 with a red quarter top left; where that quarter is when seen upright.</summary>
    [Theory]
    [InlineData(1, 80, 40, "top left")]
    [InlineData(2, 80, 40, "top right")]
    [InlineData(3, 80, 40, "bottom right")]
    [InlineData(4, 80, 40, "bottom left")]
    [InlineData(5, 40, 80, "top left")]
    [InlineData(6, 40, 80, "top right")]
    [InlineData(7, 40, 80, "bottom right")]
    [InlineData(8, 40, 80, "bottom left")]
    public void Photographs_stand_upright_by_their_exif_orientation(byte orientation, int width, int height, string redCorner)
    {
        var facts = PictureReader.Read(TurnedPhotograph.Jpeg(80, 40, orientation), "photograph");
        Assert.Equal((width, height), (facts.Width, facts.Height));
        var redness = facts.Fingerprint!.Colours.ToArray().Where((_, i) => i % 3 == 2).ToArray();
        int Corner(int x, int y) => redness[y * 56 + x * 7];
        int[] corners = [Corner(0, 0), Corner(1, 0), Corner(1, 1), Corner(0, 1)];
        Assert.Equal(redCorner, new[] { "top left", "top right", "bottom right", "bottom left" }[Array.IndexOf(corners, corners.Max())]);
    }

    [Fact]
    public void Reading_stops_when_cancelled()
    {
        using var source = new CancellationTokenSource();
        string path = Write("a.jpg", ProductPainter.PaintJpeg(Copies.Product(1), 120));
        int read = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var _ in PictureReader.ReadAll(Enumerable.Repeat(path, 10_000), cancellation: source.Token))
            {
                if (++read == 5) source.Cancel();
            }
        });
        Assert.Equal(5, read);
    }

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder.Path, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static PictureFingerprint Fingerprint(SKColor ground)
    {
        using var surface = SKSurface.Create(new SKImageInfo(200, 200, SKColorType.Rgba8888, SKAlphaType.Premul));
        surface.Canvas.Clear(ground);
        using var paint = new SKPaint { Color = SKColors.DarkRed };
        surface.Canvas.DrawRect(60, 30, 70, 110, paint);
        using var image = surface.Snapshot();
        return PictureReader.Read(Copies.Encode(image, SKEncodedImageFormat.Png, 100), "png").Fingerprint!;
    }

    // A small JPEG whose header claims another size: the pixels are never asked for.
    private static byte[] Bomb(int width, int height)
    {
        byte[] jpeg = ProductPainter.PaintJpeg(Copies.Product(1), 120);
        int frame = jpeg.AsSpan().IndexOf(new byte[] { 0xFF, 0xC0 });
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), (ushort)width);
        return jpeg;
    }
}
