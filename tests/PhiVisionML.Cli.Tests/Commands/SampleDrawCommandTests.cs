using System.CommandLine;
using System.Text.Json;
using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Cli.Output;
using Xunit;

namespace PhiVisionML.Cli.Tests.Commands;

// By itself: it looks at what the program writes to the process's standard output.
[CollectionDefinition(nameof(SampleDrawCommandTests), DisableParallelization = true)]
[Collection(nameof(SampleDrawCommandTests))]
public sealed class SampleDrawCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-draw").FullName;

    private string Table => Path.Combine(_folder, DrawnCatalog.TableName);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_catalog_is_drawn_as_the_options_say()
    {
        var (code, output) = await Draw(
            "--products", "30", "--variants", "3", "--categories", "2", "--price-noise", "0.1", "--missing", "0.2", "--wrong", "0.3", "--broken", "0.2", "--duplicates", "0.3",
            "--languages", "ur,zh", "--test-share", "0.3", "--validation-share", "0.2", "--image-size", "56", "--jpeg-quality", "70", "--seed", "5", "--workers", "3");
        Assert.True(code == ExitCodes.Success, output);
        DrawnCatalogRow[] expected =
        [
            .. DrawnCatalog.Rows(new()
            {
                Products = 30, Variants = 3, Categories = 2, PriceNoise = 0.1, MissingShare = 0.2, WrongShare = 0.3, BrokenShare = 0.2, DuplicateShare = 0.3,
                Languages = [TitleLanguage.Urdu, TitleLanguage.Chinese], TestShare = 0.3, ValidationShare = 0.2, Seed = 5,
            }),
        ];
        var table = CsvProductSource.ReadAll(Table, new ProductSourceOptions { ImageFolder = _folder });
        Assert.Equal(expected.Select(row => (row.Title, row.TrueTitle, row.Split, row.Family)), table.Products.Select(p => (p.Fields["title"], p.Fields["true_title"]!, p.Fields["split"]!, p.Fields["family"]!)));
        Assert.Equal(
            ProductPainter.PaintJpeg(expected[0].Product, 56, 70),
            File.ReadAllBytes(Path.Combine(_folder, expected[0].LocalImagePath)));
    }

    [Fact]
    public async Task The_result_is_told_as_JSON_on_request()
    {
        var stream = Console.Out;
        var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            Assert.Equal(ExitCodes.Success, (await Draw("--products", "30", "--image-size", "56", "--missing", "0.5", "--json")).ExitCode);
        }
        finally
        {
            Console.SetOut(stream);
        }

        using var result = JsonDocument.Parse(written.ToString());
        Assert.Equal(["rows", "broken", "duplicates", "missing", "wrong", "seconds", "rows_per_second"], result.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal(30, result.RootElement.GetProperty("rows").GetInt32());
        Assert.InRange(result.RootElement.GetProperty("missing").GetInt32(), 5, 25);
        Assert.True(result.RootElement.GetProperty("rows_per_second").GetDouble() > 0);
    }

    [Fact]
    public async Task A_catalog_that_is_there_is_replaced_only_on_request()
    {
        Assert.Equal(ExitCodes.Success, (await Draw("--products", "3", "--image-size", "56")).ExitCode);
        byte[] first = File.ReadAllBytes(Table);
        Assert.Equal(ExitCodes.Failure, (await Draw("--products", "4", "--image-size", "56")).ExitCode);
        Assert.Equal(first, File.ReadAllBytes(Table));
        Assert.Equal(ExitCodes.Success, (await Draw("--products", "4", "--image-size", "56", "--overwrite")).ExitCode);
        Assert.Equal(5, File.ReadAllLines(Table).Length);
    }

    [Fact]
    public async Task Cancelling_ends_with_code_130_and_leaves_no_table()
    {
        string[] args = ["sample", "draw", "--out", _folder, "--products", "2000"];
        int code = await RootCommands.Create().Parse(args).InvokeAsync(new InvocationConfiguration(), new CancellationToken(canceled: true));
        Assert.Equal(ExitCodes.Cancelled, code);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("--products", "0")]
    [InlineData("--languages", "fr")]
    [InlineData("--broken", "1.5")]
    public async Task An_option_out_of_range_ends_with_code_1_and_writes_nothing(string option, string value)
    {
        Assert.Equal(ExitCodes.Failure, (await Draw(option, value)).ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Help_shows_an_example_and_every_option()
    {
        var (code, output) = await CommandLine.RunAsync("sample", "draw", "--help");
        Assert.Equal(ExitCodes.Success, code);
        Assert.All(
            ["phivision sample draw --out", "--variants", "--missing", "--wrong", "--broken", "--duplicates", "--languages", "--workers", "--overwrite", "--json"],
            word => Assert.Contains(word, output, StringComparison.Ordinal));
    }

    private Task<(int ExitCode, string Output)> Draw(params string[] options) => CommandLine.RunAsync(["sample", "draw", "--out", _folder, .. options]);
}
