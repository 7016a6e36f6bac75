using PhiVisionML.Catalog.Reports;
using PhiVisionML.Catalog.Tests.Pictures;
using SkiaSharp;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Reports;

public sealed class ThumbnailTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1000, 500, 160, 80)]
    [InlineData(300, 900, 53, 160)]
    [InlineData(40, 30, 40, 30)]
    [InlineData(2000, 1, 160, 1)]
    public void Pictures_shrink_to_160_pixels_and_never_grow(int width, int height, int expectedWidth, int expectedHeight)
    {
        using var thumbnail = SKBitmap.Decode(Thumbnail.TryCreate(SampleReport.Picture(_folder, 1, width, height)));
        Assert.Equal((expectedWidth, expectedHeight), (thumbnail.Width, thumbnail.Height));
    }

    [Fact]
    public void What_is_no_picture_gives_none()
    {
        Assert.Null(Thumbnail.TryCreate(Path.Combine(_folder.Path, "none.png")));
        Assert.Null(Thumbnail.TryCreate(_folder.File("empty.png")));
        Assert.Null(Thumbnail.TryCreate(_folder.File("text.png", "<html>not found</html>")));
        Assert.Null(Thumbnail.TryCreate(_folder.Path));
    }

    [Fact]
    public void See_through_parts_lie_on_white()
    {
        using var clear = new SKBitmap(20, 20, SKColorType.Rgba8888, SKAlphaType.Premul);
        clear.Erase(SKColors.Transparent);
        using var data = clear.Encode(SKEncodedImageFormat.Png, 100);
        var path = Path.Combine(_folder.Path, "clear.png");
        File.WriteAllBytes(path, data.ToArray());
        using var thumbnail = SKBitmap.Decode(Thumbnail.TryCreate(path));
        Assert.True(thumbnail.GetPixel(10, 10) is { Red: > 250, Green: > 250, Blue: > 250 });
    }

    /// <summary>Stored as 40 by 20 with a red quarter top left; where that quarter is when seen upright.</summary>
    [Theory]
    [InlineData(1, 40, 20, "top left")]
    [InlineData(2, 40, 20, "top right")]
    [InlineData(3, 40, 20, "bottom right")]
    [InlineData(4, 40, 20, "bottom left")]
    [InlineData(5, 20, 40, "top left")]
    [InlineData(6, 20, 40, "top right")]
    [InlineData(7, 20, 40, "bottom right")]
    [InlineData(8, 20, 40, "bottom left")]
    public void Photographs_stand_upright_by_their_exif_orientation(byte orientation, int width, int height, string redCorner)
    {
        var path = Path.Combine(_folder.Path, "photo.jpg");
        File.WriteAllBytes(path, TurnedPhotograph.Jpeg(40, 20, orientation));

        using var thumbnail = SKBitmap.Decode(Thumbnail.TryCreate(path));

        Assert.Equal((width, height), (thumbnail.Width, thumbnail.Height));
        var x = redCorner.EndsWith("left", StringComparison.Ordinal) ? width / 4 : width * 3 / 4;
        var y = redCorner.StartsWith("top", StringComparison.Ordinal) ? height / 4 : height * 3 / 4;
        Assert.True(thumbnail.GetPixel(x, y) is { Red: > 200, Blue: < 60 }, $"{thumbnail.GetPixel(x, y)} at {x}, {y}");
    }
}
