using System.Net;
using System.Text;
using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Review.Tests.Fakes;
using SkiaSharp;
using Xunit;

namespace PhiVisionML.Review.Tests;

public sealed class PictureTests : IDisposable
{
    private readonly Sample _sample = new(1);
    private readonly DirectoryInfo _outside = Directory.CreateTempSubdirectory("outside-");

    public void Dispose()
    {
        _sample.Dispose();
        _outside.Delete(recursive: true);
    }

    [Fact]
    public async Task A_picture_is_sent_smaller_and_as_JPEG()
    {
        await using var served = await Served.StartAsync(_sample);
        _sample.Add("big", File("big.png", ProductPainter.PaintPng(DrawnProduct.Random(1, 1), 1200)));
        foreach (var (path, side) in ((string, int)[])[("/review/products/2/pictures/0", 900), ("/review/products/2/pictures/0/small", 160)])
        {
            var response = await served.Http.GetAsync(path);
            Assert.Equal("image/jpeg", response.Content.Headers.ContentType!.ToString());
            using var shown = SKBitmap.Decode(await response.Content.ReadAsByteArrayAsync());
            Assert.Equal((side, side), (shown.Width, shown.Height));
        }
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>")]
    [InlineData("<!DOCTYPE html><script>alert(1)</script>")]
    [InlineData("")]
    [InlineData("GIF89a")]
    public async Task What_is_no_picture_is_not_sent_whatever_its_name(string content)
    {
        await using var served = await Served.StartAsync(_sample);
        _sample.Add("x", File("x.jpg", Encoding.UTF8.GetBytes(content)));
        var response = await served.Http.GetAsync("/review/products/2/pictures/0");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.DoesNotContain("alert(1)", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_elsewhere_stay_there_by_whatever_way_they_are_named()
    {
        await using var served = await Served.StartAsync(_sample);
        string secret = Path.Combine(_outside.FullName, "secret.jpg");
        System.IO.File.Copy(Path.Combine(_sample.Folder, "L00001.jpg"), secret);
        System.IO.File.CreateSymbolicLink(Path.Combine(_sample.Folder, "link.jpg"), secret);
        Directory.CreateSymbolicLink(Path.Combine(_sample.Folder, "door"), _outside.FullName);
        foreach (string path in (string[])[secret, _sample.Folder + "/link.jpg", _sample.Folder + "/door/secret.jpg", $"{_sample.Folder}/../{_outside.Name}/secret.jpg", "L00001.jpg", "file://" + secret, "/etc/passwd", "", _sample.Folder + "\0"])
        {
            var job = _sample.Add("x", path);
            var status = (await served.Http.GetAsync($"/review/products/{job.Id}/pictures/0")).StatusCode;
            Assert.True(status is HttpStatusCode.Forbidden or HttpStatusCode.UnprocessableEntity, $"{path}: {status}");
        }

        Directory.CreateSymbolicLink(Path.Combine(_outside.FullName, "in"), _sample.Folder);
        Assert.Equal(HttpStatusCode.OK, (await served.Http.GetAsync($"/review/products/{_sample.Add("y", Path.Combine(_outside.FullName, "in", "L00001.jpg")).Id}/pictures/0")).StatusCode);
    }

    [Fact]
    public async Task Pictures_beyond_the_limits_and_those_that_are_gone_are_told_of()
    {
        await using var served = await Served.StartAsync(_sample, options => (options.MaxPictureBytes, options.MaxPicturePixels) = (100_000, 250_000));
        _sample.Add("bytes", File("bytes.jpg", new byte[100_001]));
        _sample.Add("pixels", File("pixels.jpg", ProductPainter.PaintJpeg(DrawnProduct.Random(1, 2), 600, 50)));
        _sample.Add("gone", Path.Combine(_sample.Folder, "gone.jpg"));
        _sample.Add("folder", _sample.Folder + "/.");
        Assert.Contains("100001 bytes, more than the 100000", await Refusal(2, 422), StringComparison.Ordinal);
        Assert.Contains("360000 pixels, more than the 250000", await Refusal(3, 422), StringComparison.Ordinal);
        Assert.Contains("not there any more", await Refusal(4, 404), StringComparison.Ordinal);
        await Refusal(5, 403);
        Assert.Equal(HttpStatusCode.NotFound, (await served.Http.GetAsync("/review/products/2/pictures/1")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await served.Http.GetAsync("/review/products/2/pictures/-1")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await served.Http.GetAsync("/review/products/99/pictures/0")).StatusCode);

        async Task<string> Refusal(int job, int status)
        {
            var response = await served.Http.GetAsync($"/review/products/{job}/pictures/0");
            Assert.Equal(status, (int)response.StatusCode);
            return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        }
    }

    private string File(string name, byte[] bytes)
    {
        string path = Path.Combine(_sample.Folder, name);
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }
}
