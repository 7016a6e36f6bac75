using Microsoft.Extensions.AI;
using PhiVisionML.Chat.Pictures;
using PhiVisionML.Chat.Tests.Fakes;
using PhiVisionML.Model.Images;
using Xunit;

namespace PhiVisionML.Chat.Tests;

/// <summary>Where pictures may come from, and what is said of those that cannot be used.</summary>
public sealed class PictureSourceTests : IDisposable
{
    private static readonly byte[] Png = File.ReadAllBytes(Tiny.PicturePath("tiny"));

    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-chat").FullName;

    public PictureSourceTests()
    {
        foreach (string name in (string[])["open", "open/below", "open2", "secret"])
            File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, name)).FullName, "a b.png"), Png);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Bytes_and_data_URIs_of_every_kind_give_the_same_picture()
    {
        string uri = $"data:image/png;base64,{Convert.ToBase64String(Png)}";
        AIContent[] same = [new DataContent(Png, "image/png"), new DataContent(uri), new UriContent(uri, "image/png"), new UriContent(uri, "image/*"), new DataContent(Png, "image/jpeg")];
        byte[] expected = await Pixels(same[0]);
        foreach (var content in same)
            Assert.Equal(expected, await Pixels(content));
        Assert.NotEqual(expected, await Pixels(Tiny.Picture("square")));
    }

    [Theory]
    [InlineData("open/a%20b.png")]
    [InlineData("open/below/a%20b.png")]
    [InlineData("open/below/../a%20b.png")]
    [InlineData("open/./a%20b.png")]
    [InlineData("secret/../open/a%20b.png")]
    public async Task Files_of_an_open_folder_are_read(string path) => Assert.NotEmpty(await Pixels(Picture(path)));

    [Theory]
    [InlineData("secret/a%20b.png")]
    [InlineData("open/../secret/a%20b.png")]
    [InlineData("open/%2e%2e/secret/a%20b.png")]
    [InlineData("open/..%2fsecret/a%20b.png")]
    [InlineData("open/below/..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc/passwd")]
    [InlineData("open2/a%20b.png")]
    [InlineData("open")]
    [InlineData("secret/is-not-there.png")]
    public async Task Files_elsewhere_are_refused_whether_they_are_there_or_not(string path)
        => Assert.Contains("is not in a folder from which pictures may be read", await Refusal(Picture(path)), StringComparison.Ordinal);

    [Fact]
    public async Task Symbolic_links_count_for_where_they_lead()
    {
        Directory.CreateSymbolicLink(In("open/folder"), In("secret"));
        File.CreateSymbolicLink(In("open/file.png"), In("secret/a b.png"));
        File.CreateSymbolicLink(In("open/relative.png"), "../secret/a b.png");
        File.CreateSymbolicLink(In("open/chain.png"), In("open/file.png"));
        File.CreateSymbolicLink(In("open/circle.png"), In("open/circle.png"));
        File.CreateSymbolicLink(In("open/inside.png"), "below/a b.png");
        Directory.CreateSymbolicLink(In("door"), In("open"));

        string[] escapes = ["open/folder/a%20b.png", "open/file.png", "open/relative.png", "open/chain.png"];
        foreach (string path in escapes)
            Assert.Contains("is not in a folder", await Refusal(Picture(path)), StringComparison.Ordinal);
        Assert.Equal(In("secret/a b.png"), RealPath.Of(In("open/folder/../secret/./a b.png")));   // as the system goes, not as it is written
        Assert.Contains("symbolic links", await Refusal(Picture("open/circle.png")), StringComparison.Ordinal);
        Assert.NotEmpty(await Pixels(Picture("open/inside.png")));
        Assert.NotEmpty(await Pixels(Picture("door/a%20b.png")));
        var throughDoor = new PhiVisionChatOptions();
        throughDoor.PictureFolders.Add(In("door"));
        Assert.NotEmpty(await Pixels(Picture("open/a%20b.png"), throughDoor));
    }

    [Theory]
    [InlineData("file://server/share/a.png")]
    [InlineData("file:///open/%00.png")]
    [InlineData("http://localhost:1/a.png")]
    [InlineData("ftp://localhost/a.png")]
    [InlineData("data:image/png;base64,###")]
    public async Task Other_URIs_are_refused(string uri) => Assert.StartsWith("Picture 1 of 1: ", await Refusal(new UriContent(new Uri(uri), "image/png")), StringComparison.Ordinal);

    [Fact]
    public async Task Files_are_refused_where_no_folder_is_open()
        => Assert.Contains("is not in a folder", await Refusal(Picture("open/a%20b.png"), new PhiVisionChatOptions()), StringComparison.Ordinal);

    [Fact]
    public async Task A_missing_file_and_a_folder_cannot_be_read()
    {
        Assert.Contains("cannot be read", await Refusal(Picture("open/none.png")), StringComparison.Ordinal);
        Assert.Contains("cannot be read", await Refusal(Picture("open/below")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hosts_resolver_gets_all_other_URIs_and_its_faults_are_told_without_keys()
    {
        var asked = new List<Uri>();
        var options = Open();
        options.PictureResolver = (uri, _) =>
        {
            asked.Add(uri);
            return uri.Host == "shop" ? ValueTask.FromResult<ReadOnlyMemory<byte>>(Png) : throw new HttpRequestException("no such host");
        };
        Assert.Equal(await Pixels(new DataContent(Png, "image/png")), await Pixels(new UriContent("https://shop/a.png", "image/*"), options));
        string refusal = await Refusal(new UriContent("https://user:word@nowhere/a.png?key=secret", "image/png"), options);
        Assert.Contains("https://nowhere/a.png could not be fetched: no such host", refusal, StringComparison.Ordinal);
        Assert.Contains("is not in a folder", await Refusal(Picture("secret/a%20b.png"), options), StringComparison.Ordinal);
        Assert.Equal(["shop", "nowhere"], asked.Select(uri => uri.Host));
    }

    [Fact]
    public async Task Pictures_are_turned_upright_and_laid_on_white_only_where_that_is_asked_for()
    {
        var turned = new DataContent(File.ReadAllBytes(Path.ChangeExtension(Tiny.PicturePath("exif6"), ".jpg")), "image/jpeg");
        Assert.NotEqual(await Pixels(turned), await Pixels(turned, new PhiVisionChatOptions { ApplyExifOrientation = true }));
        Assert.Equal(await Pixels(turned), await Pixels(turned, new PhiVisionChatOptions { BlendAlphaOntoWhite = true }));
        var transparent = Tiny.Picture("rgba");
        Assert.NotEqual(await Pixels(transparent), await Pixels(transparent, new PhiVisionChatOptions { BlendAlphaOntoWhite = true }));
        Assert.Equal(await Pixels(transparent), await Pixels(transparent, new PhiVisionChatOptions { ApplyExifOrientation = true }));
    }

    [Fact]
    public async Task Cancelling_while_the_resolver_works_is_a_cancellation()
    {
        using var leave = new CancellationTokenSource();
        using var model = new FakeModel();
        using var client = model.Client(new PhiVisionChatOptions
        {
            PictureResolver = async (_, token) =>
        {
            await leave.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return default;
        }
        });
        var message = new ChatMessage(ChatRole.User, [new UriContent("https://shop/a.png", "image/png")]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetResponseAsync([message], cancellationToken: leave.Token));
        Assert.Equal(0, client.Queue.Taken);
    }

    [Fact]
    public async Task Pictures_beyond_a_limit_are_refused_with_both_numbers()
    {
        var few = Open();
        few.MaxPictureBytes = Png.Length - 1;
        few.PictureResolver = (_, _) => ValueTask.FromResult<ReadOnlyMemory<byte>>(Png);
        AIContent[] sources = [new DataContent(Png, "image/png"), Picture("open/a%20b.png"), new UriContent("https://shop/a.png", "image/png")];
        foreach (var source in sources)
            Assert.Contains($"{Png.Length} bytes, more than the {Png.Length - 1} allowed", await Refusal(source, few), StringComparison.Ordinal);
        Assert.Contains("17x23 = 391 pixels, more than the 390 allowed", await Refusal(sources[0], new PhiVisionChatOptions { MaxPicturePixels = 390 }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_picture_is_named_by_its_number()
    {
        using var model = new FakeModel();
        using var client = model.Client();
        ChatMessage[] messages = [Tiny.Ask("And?", "tiny"), new(ChatRole.User, [new DataContent(Png.AsMemory(0, Png.Length / 2), "image/png")])];
        string refusal = (await Assert.ThrowsAsync<PictureRefusedException>(() => client.GetResponseAsync(messages))).Message;
        Assert.StartsWith("Picture 2 of 2: ", refusal, StringComparison.Ordinal);
        Assert.Contains("cut off", refusal, StringComparison.Ordinal);
    }

    private string In(string path) => Path.Combine(_folder, path);

    private UriContent Picture(string path) => new(new Uri($"file://{_folder}/{path}"), "image/png");

    private PhiVisionChatOptions Open()
    {
        var options = new PhiVisionChatOptions();
        options.PictureFolders.Add(In("open"));
        return options;
    }

    private async Task<byte[]> Pixels(AIContent content, PhiVisionChatOptions? options = null)
    {
        using var model = new FakeModel();
        using var client = model.Client(options ?? Open());
        await client.GetResponseAsync([new ChatMessage(ChatRole.User, [content])]);
        return Assert.Single(model.LastRequest.Pictures).Pixels.ToArray();
    }

    private async Task<string> Refusal(AIContent content, PhiVisionChatOptions? options = null)
        => (await Assert.ThrowsAsync<PictureRefusedException>(() => Pixels(content, options))).Message;
}
