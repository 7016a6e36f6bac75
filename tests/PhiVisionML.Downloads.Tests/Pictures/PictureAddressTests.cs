using PhiVisionML.Downloads.Pictures;
using Xunit;

namespace PhiVisionML.Downloads.Tests.Pictures;

public class PictureAddressTests
{
    [Theory]
    [InlineData("https://shop.example/a.jpg", "https://shop.example/a.jpg")]
    [InlineData("  http://shop.example/a.jpg\n", "http://shop.example/a.jpg")]
    [InlineData("//cdn.shop.example/a.jpg?v=1", "https://cdn.shop.example/a.jpg?v=1")]
    [InlineData("https://shop.example/red bag.jpg", "https://shop.example/red%20bag.jpg")]
    [InlineData("https://shop.example/grün/袋.jpg", "https://shop.example/gr%C3%BCn/%E8%A2%8B.jpg")]
    [InlineData("https://shop.example/a%20b.jpg", "https://shop.example/a%20b.jpg")]
    [InlineData("https://shop.example/a.jpg?size=1|2&q=[x]#top", "https://shop.example/a.jpg?size=1%7C2&q=[x]")]
    [InlineData("HTTPS://SHOP.example:443/a.jpg", "https://shop.example/a.jpg")]
    public void Addresses_of_real_feeds_are_read(string cell, string url) => Assert.Equal(url, PictureAddress.Parse(cell).Url!.AbsoluteUri);

    [Fact]
    public void Hosts_outside_ASCII_are_asked_by_their_international_name()
        => Assert.Equal("xn--bcher-kva.example", PictureAddress.Parse("https://bücher.example/a.jpg").Url!.IdnHost);

    [Theory]
    [InlineData("images/a.jpg")]
    [InlineData("www.shop.example/a.jpg")]
    [InlineData("/a.jpg")]
    [InlineData("C:\\pictures\\a.jpg")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://shop.example/a.jpg")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:image/png;base64,iVBORw0KGgo=")]
    [InlineData("http://")]
    [InlineData("https:///a.jpg")]
    [InlineData("http://[::1/a.jpg")]
    [InlineData("http://xn--aé.example/a.jpg")]
    [InlineData("n/a")]
    [InlineData("")]
    public void Other_cells_are_refused_with_a_sentence(string cell)
    {
        var (url, reason) = PictureAddress.Parse(cell);
        Assert.Null(url);
        Assert.EndsWith(".", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Passwords_and_long_cells_are_not_repeated()
    {
        Assert.DoesNotContain("geheim", PictureAddress.Parse("https://me:geheim@shop.example/a.jpg").Reason, StringComparison.Ordinal);
        Assert.InRange(PictureAddress.Parse("data:image/png;base64," + new string('A', 1_000_000)).Reason!.Length, 200, 400);
    }
}
