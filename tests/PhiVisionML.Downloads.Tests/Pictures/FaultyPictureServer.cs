using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using PhiVisionML.Downloads.Tests.Transport;

namespace PhiVisionML.Downloads.Tests.Pictures;

/// <summary>A picture server that does to each picture what its address says: <c>/CutOffOnce/17.png</c>.</summary>
internal sealed class FaultyPictureServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> _requests = new();
    private readonly ConcurrentQueue<(string Path, DateTime Time)> _log = new();
    private readonly ConcurrentQueue<string> _sent = new();
    private readonly CancellationTokenSource _end = new();
    private LoopbackServer? _server;

    /// <summary>Every request, in the order in which they came.</summary>
    public IReadOnlyList<(string Path, DateTime Time)> Log => [.. _log];

    /// <summary>The paths whose picture was sent to its last byte, once for each time.</summary>
    public IReadOnlyList<string> Sent => [.. _sent];

    /// <summary>What a server that was asked to be left alone asks for, in whole seconds.</summary>
    public int RetryAfter { get; init; } = 1;

    /// <summary>Pictures of other bytes than at first.</summary>
    public bool HasNewPictures { get; set; }

    public static async Task<FaultyPictureServer> StartAsync(int retryAfter = 1)
    {
        var faulty = new FaultyPictureServer { RetryAfter = retryAfter };
        faulty._server = await LoopbackServer.StartAsync(faulty.AnswerAsync);
        return faulty;
    }

    public static string Path(PictureFault fault, int number) => $"/{fault}/{number}.png";

    public string Url(PictureFault fault, int number) => _server!.Address.GetLeftPart(UriPartial.Authority) + Path(fault, number);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _server!.DisposeAsync();
        _end.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var parts = path.Split('/', '.');
        var fault = Enum.Parse<PictureFault>(parts[1]);
        var number = int.Parse(parts[2], CultureInfo.InvariantCulture);
        _log.Enqueue((path, DateTime.UtcNow));
        var isFirst = _requests.AddOrUpdate(path, 1, (_, count) => count + 1) == 1;
        try
        {
            await AnswerAsync(context, fault, number, isFirst);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private Task AnswerAsync(HttpContext context, PictureFault fault, int number, bool isFirst) => fault switch
    {
        PictureFault.None => SendAsync(context, number, "image/png"),
        PictureFault.WrongType => SendAsync(context, number, "text/html"),
        PictureFault.Gzip => SendAsync(context, number, "image/png", isPacked: true),
        PictureFault.Redirect => RedirectAsync(context, Path(PictureFault.None, 100_000 + number)),
        PictureFault.RedirectWithSecrets => RedirectAsync(context, Url(PictureFault.None, number).Replace("://", "://me:secret@", StringComparison.Ordinal) + "?signature=secret"),
        PictureFault.ForeignTag => SendAsync(context, number, "image/png", tag: $"\"größe-{number}\""),
        PictureFault.BusyOnce when isFirst => RefuseAsync(context, 429, RetryAfter.ToString(CultureInfo.InvariantCulture)),
        PictureFault.UnavailableOnce when isFirst => RefuseAsync(context, 503, DateTimeOffset.UtcNow.AddSeconds(RetryAfter).ToString("R", CultureInfo.InvariantCulture)),
        PictureFault.CutOffOnce when isFirst => CutOffAsync(context, number),
        PictureFault.StallsBeforeHeadOnce when isFirst => StallAsync(context),
        PictureFault.StallsInBodyOnce when isFirst => StallInBodyAsync(context, number),
        PictureFault.ClosesOnce when isFirst => CloseAsync(context),
        PictureFault.Missing => RefuseAsync(context, 404, retryAfter: null),
        PictureFault.WebPage => context.Response.WriteAsync("<!DOCTYPE html><html><body>Sold out</body></html>"),
        PictureFault.Empty => Task.CompletedTask,
        PictureFault.NotBrotli => SendWronglyPackedAsync(context, number),
        PictureFault.CutOffInside => context.Response.Body.WriteAsync(Bytes(number).AsMemory(0, 200)).AsTask(),
        PictureFault.Endless => PourAsync(context, new byte[1 << 16], TimeSpan.Zero),
        PictureFault.Drips => PourAsync(context, new byte[1], TimeSpan.FromMilliseconds(20)),
        PictureFault.Bomb => context.Response.Body.WriteAsync(TestPictures.Bomb).AsTask(),
        PictureFault.RedirectLoop => RedirectAsync(context, Path(fault, number + 1)),
        PictureFault.RedirectToFile => RedirectAsync(context, "file:///etc/passwd"),
        PictureFault.RedirectToBadHost => RedirectAsync(context, "http://xn--aé.example/a.jpg"),
        _ => SendAsync(context, number, "image/png"),
    };

    private byte[] Bytes(int number) => TestPictures.Png(HasNewPictures ? number + 1_000_000 : number);

    private async Task SendAsync(HttpContext context, int number, string type, bool isPacked = false, string? tag = null)
    {
        var bytes = Bytes(number);
        tag ??= $"\"{number}-{HasNewPictures}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.LastModified = "Mon, 05 Jan 2026 10:00:00 GMT";
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = 304;
            return;
        }
        context.Response.ContentType = type;
        if (isPacked)
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await packed.WriteAsync(bytes);
        }
        else
        {
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes);
        }
        await context.Response.CompleteAsync();
        _sent.Enqueue(context.Request.Path.Value!);
    }

    private Task SendWronglyPackedAsync(HttpContext context, int number)
    {
        context.Response.Headers.ContentEncoding = "br";
        return context.Response.Body.WriteAsync(Bytes(number)).AsTask();
    }

    private async Task StallInBodyAsync(HttpContext context, int number)
    {
        await WritePartAsync(context, number);
        await StallAsync(context);
    }

    private Task StallAsync(HttpContext context)
        => Task.Delay(Timeout.Infinite, CancellationTokenSource.CreateLinkedTokenSource(_end.Token, context.RequestAborted).Token);

    private async Task CutOffAsync(HttpContext context, int number)
    {
        await WritePartAsync(context, number);
        context.Abort();
    }

    private async Task WritePartAsync(HttpContext context, int number)
    {
        context.Response.ContentLength = Bytes(number).Length;
        await context.Response.Body.WriteAsync(Bytes(number).AsMemory(0, 100));
        await context.Response.Body.FlushAsync();
    }

    private async Task PourAsync(HttpContext context, byte[] drops, TimeSpan pause)
    {
        while (!_end.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(drops, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(pause, context.RequestAborted);
        }
    }

    private static Task CloseAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static Task RedirectAsync(HttpContext context, string location)
    {
        context.Response.StatusCode = 302;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    }

    private static Task RefuseAsync(HttpContext context, int status, string? retryAfter)
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    }
}
