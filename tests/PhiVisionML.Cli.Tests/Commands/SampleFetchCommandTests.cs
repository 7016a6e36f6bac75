using System.CommandLine;
using System.Text.Json;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Cli.Output;
using PhiVisionML.Downloads.Tests.Pictures;
using Xunit;

namespace PhiVisionML.Cli.Tests.Commands;

// By itself: it looks at what the program writes to the process's standard output.
[CollectionDefinition(nameof(SampleFetchCommandTests), DisableParallelization = true)]
[Collection(nameof(SampleFetchCommandTests))]
public sealed class SampleFetchCommandTests : IDisposable
{
    private readonly FetchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pictures_are_fetched_as_the_options_say()
    {
        await using var server = await FaultyPictureServer.StartAsync();
        var table = _folder.WriteText("feed.csv", $"id,Foto,Titel\n1,{server.Url(PictureFault.None, 1)},Bag\n2,{server.Url(PictureFault.Endless, 2)},Shoe\n");

        var (code, output) = await FetchAsync(table, "--map", "imageurl=Foto", "--map", "title=Titel", "--max-mib", "0.1", "--allow-private-addresses");

        Assert.True(code == ExitCodes.Success, output);
        var read = ProductSource.ReadAll(_folder.Table, new ProductSourceOptions());
        Assert.Equal(("1", "Bag"), (Assert.Single(read.Products).ProductCode, read.Products[0].Fields["title"]));
        var errors = CatalogRows.Open(_folder.Table).Read().Select(row => row.Fields["image_error"]).ToList();
        Assert.Contains("104857 bytes", errors[1], StringComparison.Ordinal);
        Assert.Equal(1, await Failed("--max-megapixels", "0.0001", "--refresh"));
        Assert.Equal(0, await Failed("--retry-failed"));

        async Task<int> Failed(params string[] options)
        {
            server.HasNewPictures = !server.HasNewPictures;
            var only = _folder.Write(server.Url(PictureFault.None, 1));
            Assert.Equal(ExitCodes.Success, (await FetchAsync(only, ["--allow-private-addresses", .. options])).ExitCode);
            return CatalogRows.Open(_folder.Table).Read().Count(row => row.Fields["image_error"] is not null);
        }
    }

    [Fact]
    public async Task A_picture_that_comes_too_slowly_is_given_up()
    {
        await using var server = await FaultyPictureServer.StartAsync();
        Assert.Equal(ExitCodes.Success, (await FetchAsync(_folder.Write(server.Url(PictureFault.Drips, 1)), "--time-limit", "0.5", "--allow-private-addresses")).ExitCode);
        Assert.Contains("0.5 s", Assert.Single(_folder.Rows())["image_error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_is_not_replaced_by_its_own_fetched_one()
    {
        Directory.CreateDirectory(_folder.Out);
        File.Move(_folder.Write("https://shop.example/1.jpg"), _folder.Table);
        var own = File.ReadAllText(_folder.Table);
        Assert.Equal(ExitCodes.Failure, (await FetchAsync(_folder.Table)).ExitCode);
        Assert.Equal(own, File.ReadAllText(_folder.Table));
    }

    [Fact]
    public async Task The_result_is_told_as_JSON_on_request_and_hosts_of_this_machine_are_refused_without_being_asked()
    {
        await using var server = await FaultyPictureServer.StartAsync();
        var stream = Console.Out;
        var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            Assert.Equal(ExitCodes.Success, (await FetchAsync(_folder.Write(server.Url(PictureFault.None, 1), "n/a"), "--json")).ExitCode);
        }
        finally
        {
            Console.SetOut(stream);
        }

        using var result = JsonDocument.Parse(written.ToString());
        Assert.Equal(
            ["rows", "rows_with_picture", "urls", "fetched", "not_modified", "already_there", "failed", "retries", "bytes", "seconds"],
            result.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal("""{"bad_address":1,"refused_address":1}""", JsonSerializer.Serialize(result.RootElement.GetProperty("failed")));
        Assert.Empty(server.Log);
    }

    [Fact]
    public async Task Cancelling_ends_with_code_130_and_leaves_no_table()
    {
        string[] args = ["sample", "fetch", "--data", _folder.Write("https://shop.example/1.jpg"), "--out", _folder.Out];
        Assert.Equal(ExitCodes.Cancelled, await RootCommands.Create().Parse(args).InvokeAsync(new InvocationConfiguration(), new CancellationToken(canceled: true)));
        Assert.False(File.Exists(_folder.Table));
    }

    [Theory]
    [InlineData("--parallel", "0")]
    [InlineData("--timeout", "-1")]
    [InlineData("--max-mib", "5000")]
    [InlineData("--max-megapixels", "101")]
    [InlineData("--map", "imageurl")]
    [InlineData("--image-column", "nothing")]
    public async Task What_cannot_be_done_ends_with_code_1_and_writes_nothing(string option, string value)
    {
        Assert.Equal(ExitCodes.Failure, (await FetchAsync(_folder.Write("https://shop.example/1.jpg"), option, value)).ExitCode);
        Assert.False(Directory.Exists(_folder.Out));
    }

    [Fact]
    public async Task Help_shows_an_example_and_the_options()
    {
        var (code, output) = await CommandLine.RunAsync("sample", "fetch", "--help");
        Assert.Equal(ExitCodes.Success, code);
        Assert.All(["phivision sample fetch --data", "--refresh", "--retry-failed", "--per-host", "--allow-private-addresses", "--json"], word => Assert.Contains(word, output, StringComparison.Ordinal));
    }

    private Task<(int ExitCode, string Output)> FetchAsync(string table, params string[] options) => CommandLine.RunAsync(["sample", "fetch", "--data", table, "--out", _folder.Out, .. options]);
}
