using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PhiVisionML.Downloads.Tests.Transport;

namespace PhiVisionML.Downloads.Tests.Checkpoints;

/// <summary>A model hub on this machine: the lists and small files on one port, large files on another, as a content network has them.</summary>
internal sealed class FakeHub : IAsyncDisposable
{
    public const string Repository = "contoso/phi-tiny";
    public const string FirstCommit = "1111111111111111111111111111111111111111";

    private const int LargeFrom = 10_000;

    private LoopbackServer _hub = null!;
    private LoopbackServer _content = null!;

    public Uri Address => _hub.Address;

    /// <summary>The files, in the order of the list; those from 10,000 bytes on are in large file storage.</summary>
    public Dictionary<string, byte[]> Files { get; } = new()
    {
        ["config.json"] = "{}"u8.ToArray(),
        ["preprocessor_config.json"] = """{"a":1}"""u8.ToArray(),
        ["tokenizer.json"] = Random(2_000, 1),
    };

    public string Commit { get; set; } = FirstCommit;

    public int PageSize { get; set; } = 1000;

    public bool SendsParts { get; set; } = true;

    public string? RequiredToken { get; set; }

    /// <summary>Looked at before each answer about a file's content; answers itself if it returns true.</summary>
    public Func<HttpContext, string, Task<bool>> Fault { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>What goes over the wire instead of a file's content.</summary>
    public Func<string, byte[], byte[]> Change { get; set; } = (_, content) => content;

    public ConcurrentQueue<(string Path, long Start, long End)> Sent { get; } = new();

    public ConcurrentQueue<string> Asked { get; } = new();

    public ConcurrentBag<string> TokensOfContent { get; } = [];

    public static byte[] Random(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static async Task<FakeHub> StartAsync(params (string Name, byte[] Content)[] files)
    {
        var hub = new FakeHub();
        foreach (var (name, content) in files) hub.Files[name] = content;
        hub._content = await LoopbackServer.StartAsync(hub.AnswerContentAsync);
        hub._hub = await LoopbackServer.StartAsync(hub.AnswerAsync);
        return hub;
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _content.DisposeAsync();
    }

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        Asked.Enqueue(path);
        if (RequiredToken is not null && context.Request.Headers.Authorization != $"Bearer {RequiredToken}") context.Response.StatusCode = 401;
        else if (path == $"/api/models/{Repository}/revision/main") await context.Response.WriteAsync(JsonSerializer.Serialize(new { sha = Commit }));
        else if (path == $"/api/models/{Repository}/tree/{Commit}") await ListAsync(context);
        else if (path.StartsWith($"/{Repository}/resolve/{Commit}/", StringComparison.Ordinal)) await ResolveAsync(context, path[$"/{Repository}/resolve/{Commit}/".Length..]);
        else context.Response.StatusCode = 404;
    }

    private Task ListAsync(HttpContext context)
    {
        int from = int.TryParse(context.Request.Query["cursor"], CultureInfo.InvariantCulture, out int cursor) ? cursor : 0;
        if (from + PageSize < Files.Count) context.Response.Headers.Link = $"<{Address}api/models/{Repository}/tree/{Commit}?recursive=true&cursor={from + PageSize}>; rel=\"next\"";
        object[] folder = from == 0 ? [new { type = "directory", oid = "0000", size = 0, path = "onnx" }] : [];
        return context.Response.WriteAsync(JsonSerializer.Serialize(folder.Concat(Files.Skip(from).Take(PageSize).Select(file => Entry(file.Key, file.Value)))));
    }

    private static object Entry(string path, byte[] content)
    {
        byte[] blob = [.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content];
#pragma warning disable CA5350   // git's hash
        string pointer = Convert.ToHexStringLower(SHA1.HashData(blob));
#pragma warning restore CA5350
        return content.Length < LargeFrom
            ? new { type = "file", oid = pointer, size = content.Length, path }
            : new { type = "file", oid = pointer, size = content.Length, lfs = new { oid = Sha256(content), size = content.Length, pointerSize = 134 }, path };
    }

    private Task ResolveAsync(HttpContext context, string path)
    {
        if (!Files.TryGetValue(path, out var content))
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        }

        if (content.Length < LargeFrom) return SendAsync(context, path);
        context.Response.StatusCode = 302;
        context.Response.Headers.Location = $"{_content.Address}blob/{Uri.EscapeDataString(path)}?signature=secret";
        context.Response.Headers["X-Linked-Etag"] = $"\"{Sha256(content)}\"";
        return Task.CompletedTask;
    }

    private async Task AnswerContentAsync(HttpContext context)
    {
        TokensOfContent.Add(context.Request.Headers.Authorization.ToString());
        string path = context.Request.Path.Value!["/blob/".Length..];
        if (!await Fault(context, path)) await SendAsync(context, path);
    }

    private async Task SendAsync(HttpContext context, string path)
    {
        byte[] content = Change(path, Files[path]);
        (int start, int end) = (0, content.Length);
        if (SendsParts && context.Request.GetTypedHeaders().Range?.Ranges.Single() is { } range)
        {
            (start, end) = ((int)range.From!.Value, (int)range.To!.Value + 1);
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {start}-{end - 1}/{content.Length}";
        }

        context.Response.ContentLength = end - start;
        Sent.Enqueue((path, start, end));
        await context.Response.Body.WriteAsync(content.AsMemory(start, end - start));
    }
}
