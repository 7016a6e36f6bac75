using PhiVisionML.Catalog.Examination;
using SkiaSharp;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Examination;

public sealed class PictureChecksTests : IDisposable
{
    private readonly ExaminedShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void Pictures_that_do_not_decode_are_found_with_the_reason()
    {
        _shop.Picture(2, []);
        _shop.Picture(5, "<html>404</html>"u8.ToArray());
        _shop.Picture(8, _shop.Picture(8)[..600]);
        var finding = _shop.Finds("broken_pictures", FindingSeverity.Error, 2, 5, 8);
        Assert.Contains("empty", finding.Rows[0].Detail, StringComparison.Ordinal);
        Assert.All(finding.Rows, row => Assert.NotNull(row.PicturePath));
        Assert.Equal(ExaminedShop.Rows - 3, _shop.Examine().UsableRows);
    }

    [Fact]
    public void A_tiny_picture_is_found()
    {
        _shop.Picture(6, Scaled(6, 99, 99));
        _shop.Finds("tiny_pictures", FindingSeverity.Warning, 6);
    }

    [Fact]
    public void A_thin_picture_is_found()
    {
        _shop.Picture(6, Scaled(6, 820, 200));
        Assert.Contains("820 × 200", _shop.Finds("thin_pictures", FindingSeverity.Warning, 6).Rows[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_picture_is_a_note()
    {
        _shop.Options = _shop.Options with { MostPicturePixels = 400_000 };
        _shop.Picture(6, Scaled(6, 700, 700));
        _shop.Finds("huge_pictures", FindingSeverity.Note, 6);
    }

    [Fact]
    public void One_picture_with_two_answers_is_an_error()
    {
        _shop.Picture(30, _shop.Picture(1));
        var finding = _shop.Finds("picture_conflicts", FindingSeverity.Error, 1, 30);
        Assert.Equal("Picture of row 1: category and price differ", Assert.Single(finding.Rows.Select(row => row.Group).Distinct()));
    }

    [Fact]
    public void One_picture_with_one_answer_is_a_warning()
    {
        _shop.Picture(2, _shop.Picture(1));
        _shop[2, "full_price"] = _shop[1, "full_price"];
        _shop.Finds("duplicate_pictures", FindingSeverity.Warning, 1, 2);
    }

    [Fact]
    public void Nearly_the_same_picture_is_found_too()
    {
        _shop.Picture(2, Scaled(1, 104, 104));
        _shop[2, "full_price"] = _shop[1, "full_price"];
        _shop.Finds("similar_pictures", FindingSeverity.Note, 1, 2);
        _shop[2, "full_price"] = $"{1.3m * decimal.Parse(_shop[1, "full_price"]!):0.00}";
        _shop.Finds("similar_picture_conflicts", FindingSeverity.Warning, 1, 2);
    }

    private byte[] Scaled(int row, int width, int height)
    {
        using var picture = SKBitmap.Decode(_shop.Picture(row));
        using var scaled = picture.Resize(new SKImageInfo(width, height), SKFilterQuality.High);
        using var jpeg = scaled.Encode(SKEncodedImageFormat.Jpeg, 85);
        return jpeg.ToArray();
    }
}
