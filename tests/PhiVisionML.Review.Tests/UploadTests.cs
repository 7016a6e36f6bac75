using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using PhiVisionML.AspNetCore.Errors;
using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Review.Queue;
using PhiVisionML.Review.Tests.Fakes;
using SkiaSharp;
using Xunit;

namespace PhiVisionML.Review.Tests;

/// <summary>Pictures that come with products: how large they may be, and how much room they may take.</summary>
public sealed class UploadTests : IDisposable
{
    private readonly Sample _sample = new(1, 64);
    private readonly FakeTimeProvider _time = new();
    private readonly string _uploads;

    public UploadTests() => _uploads = Path.Combine(_sample.Folder, "uploads");

    public void Dispose() => _sample.Dispose();

    [Fact]
    public async Task A_picture_with_more_pixels_than_workers_take_is_refused_when_it_comes()
    {
        using var pixels = new SKBitmap(new SKImageInfo(10_000, 5_001, SKColorType.Gray8, SKAlphaType.Opaque));
        using var file = pixels.Encode(SKEncodedImageFormat.Png, 100);
        await File.WriteAllBytesAsync(Path.Combine(_sample.Folder, "large.png"), file.ToArray());
        await using var served = await StartAsync();
        foreach (string picture in (string[])["large.png", "data:image/png;base64," + Convert.ToBase64String(file.Span)])
            Assert.Contains("50010000 pixels, more than the 50000000 allowed", await RefusalAsync(served, picture), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_uploads));
    }

    [Fact]
    public async Task The_limit_of_pixels_is_an_option()
    {
        await using var served = await StartAsync(options => options.MaxPicturePixels = 64 * 64);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(served, Uri(1, 64))).StatusCode);
        Assert.Contains("4225 pixels, more than the 4096 allowed", await RefusalAsync(served, Uri(1, 65)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_folder_takes_what_it_has_and_nothing_else_and_the_sender_is_told_both_numbers()
    {
        int room = Bytes(1).Length + 100;
        await using var served = await StartAsync(options => options.MaxUploadBytes = room);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(served, Uri(1))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(served, Uri(1))).StatusCode);
        var full = await SendAsync(served, Uri(2));
        Assert.Equal((HttpStatusCode.InsufficientStorage, "application/problem+json"), (full.StatusCode, full.Content.Headers.ContentType!.MediaType));
        Assert.Contains($"holds {Bytes(1).Length} of at most {room} bytes (MaxUploadBytes), and the picture has {Bytes(2).Length}", (await Served.JsonOf(full)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_uploads));
        Assert.Equal(2, _sample.Enrichment.Jobs.Count);   // one answered, one queued
    }

    [Fact]
    public void What_others_put_into_the_folder_counts_and_so_does_what_they_remove()
    {
        Directory.CreateDirectory(Path.Combine(_uploads, "older"));
        string other = Path.Combine(_uploads, "older", "other");
        File.WriteAllBytes(other, new byte[60]);
        var folder = new UploadFolder(_uploads, 100, _time);
        Assert.Equal(Path.Combine(_uploads, "a"), folder.Store("a", new byte[40]));
        Refused(100);

        File.Delete(other);
        Refused(100);   // it was counted just now
        _time.Advance(TimeSpan.FromSeconds(10));
        folder.Store("b", new byte[10]);

        File.WriteAllBytes(other, new byte[50]);
        folder.Store("c", new byte[1]);
        _time.Advance(TimeSpan.FromMinutes(5));
        Refused(101);

        void Refused(int held)
        {
            var refusal = Assert.Throws<ApiException>(() => folder.Store("d", new byte[1]));
            Assert.Equal(507, refusal.Status);
            Assert.Contains($"holds {held} of at most 100 bytes", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Many_at_once_do_not_get_past_the_limit()
    {
        var folder = new UploadFolder(_uploads, 50, _time);
        int refused = 0;
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            try
            {
                folder.Store($"{i}", new byte[5]);
            }
            catch (ApiException)
            {
                Interlocked.Increment(ref refused);
            }
        });
        Assert.Equal((30, 10), (refused, Directory.GetFiles(_uploads).Length));
    }

    [Fact]
    public void A_file_that_could_not_be_written_takes_no_room()
    {
        File.WriteAllText(_uploads, "no folder");
        var folder = new UploadFolder(_uploads, 100, _time);
        Assert.Equal(507, Assert.Throws<ApiException>(() => folder.Store("a", new byte[100])).Status);
        File.Delete(_uploads);
        folder.Store("a", new byte[100]);
    }

    private static byte[] Bytes(int index, int size = 64) => ProductPainter.PaintPng(DrawnProduct.Random(1, index), size);

    private static string Uri(int index, int size = 64) => "data:image/png;base64," + Convert.ToBase64String(Bytes(index, size));

    private static async Task<string?> RefusalAsync(Served served, string picture)
    {
        var response = await SendAsync(served, picture);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        return (await Served.JsonOf(response)).GetProperty("errors")[0].GetProperty("error").GetString();
    }

    private static Task<HttpResponseMessage> SendAsync(Served served, string picture)
        => served.PostJsonAsync("/enrichment/runs/1/products", JsonSerializer.Serialize(new { sku = "n", pictures = new[] { picture } }));

    private Task<Served> StartAsync(Action<EnrichmentQueueOptions>? configure = null) => Served.StartAsync(_sample.Enrichment, null, options =>
    {
        options.Question = _ => Task.FromResult(Sample.Question);
        options.PictureFolders.Add(_sample.Folder);
        options.UploadFolder = _uploads;
        configure?.Invoke(options);
    });
}
