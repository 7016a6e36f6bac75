using System.CommandLine;
using System.Text.Json;
using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Cli.Output;
using Xunit;

namespace PhiVisionML.Cli.Tests.Commands;

public sealed class SampleSplitCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-split").FullName;

    private string Table => Path.Combine(_folder, DrawnCatalog.TableName);

    private string Written => Path.Combine(_folder, "divided.csv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_row_comes_out_with_its_part_and_no_family_or_photo_crosses()
    {
        DrawnCatalog.Write(_folder, new() { Products = 120, Variants = 3, DuplicateShare = 0.1, BrokenShare = 0.1, ImageSize = 112 }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Success, (await Split("--seed", "3", "--test-share", "0.2")).ExitCode);

        var source = Read(Table).Products;
        var rows = Read(Written).Products;
        Assert.Equal(source.Select(row => (row.ProductCode, row.Fields["title"], row.Fields["family"])), rows.Select(row => (row.ProductCode, row.Fields["title"], row.Fields["family"])));
        Assert.All(rows, row => Assert.Equal(row.Fields["picture_state"] is "truncated" or "empty" or "text", row.Fields["split"] is null));
        Assert.All(rows, row => Assert.Equal(row.Fields["split"] is null, row.Fields["split_reason"] is not null));
        var divided = rows.Where(row => row.Fields["split"] is not null).ToArray();
        Assert.Equal(["test", "train", "validation"], divided.Select(row => row.Fields["split"]!).Distinct().Order());
        foreach (string column in new[] { "family", "split_family" })
            Assert.All(divided.GroupBy(row => row.Fields[column]), family => Assert.Single(family.Select(row => row.Fields["split"]).Distinct()));
        var byCode = rows.ToDictionary(row => row.ProductCode);
        Assert.All(divided.Where(row => row.Fields["duplicate_of"] is not null), row => Assert.Equal(byCode[row.Fields["duplicate_of"]!].Fields["split"], row.Fields["split"]));

        using var report = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "divided.json")));
        int Figure(string name) => report.RootElement.GetProperty(name).GetInt32();
        Assert.Equal((120, 120 - divided.Length, 0, 0, 0), (Figure("rows"), Figure("rows_without_part"), Figure("families_across"), Figure("same_photos_across"), Figure("identical_pictures_across")));
        Assert.False(report.RootElement.GetProperty("leaks").GetBoolean());
        Assert.True(report.RootElement.GetProperty("closest").GetProperty("distance").GetDouble() > 1);
        string page = File.ReadAllText(Path.Combine(_folder, "divided.html"));
        Assert.All(["Nothing crosses", "data:image/jpeg;base64,", "BAG-PACK", "Biggest families"], text => Assert.Contains(text, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_and_one_without_a_picture_come_out_in_no_part()
    {
        DrawnCatalog.Write(_folder, new() { Products = 20, ImageSize = 56 }, cancellation: TestContext.Current.CancellationToken);
        File.AppendAllText(Table, "too,few\n" + "L9,A mug,HOM-MUG,1.00,USD,train,images/none.jpg\n");
        Assert.Equal(ExitCodes.Success, (await Split("--split-column", "part")).ExitCode);
        var rows = Read(Written).Products;
        Assert.Equal(22, rows.Count);
        Assert.Equal([null, null], rows.TakeLast(2).Select(row => row.Fields["part"]));
        Assert.Contains("The row has 2 cells", rows[20].Fields["part_reason"], StringComparison.Ordinal);
        Assert.Equal(["too", "few"], rows[20].Fields.Values.Take(2));
        Assert.Equal(("L9", "There is no picture file."), (rows[21].ProductCode, rows[21].Fields["part_reason"]));
        Assert.NotNull(rows[0].Fields["split"]);
    }

    [Fact]
    public async Task Rows_that_only_add_a_picture_come_out_too()
    {
        string[] pictures = Pictures(2);
        File.WriteAllText(Table, $"Handle,Title,Variant SKU,Variant Price,Image Src\ntee,Tee,T1,9.90,{pictures[0]}\ntee,,T2,9.90,\ntee,,,,{pictures[1]}\n");
        Assert.Equal(ExitCodes.Success, (await Split()).ExitCode);
        var rows = Read(Written).Products;
        Assert.Equal(["T1", "T2", null], rows.Select(row => row.Fields["Variant SKU"]));
        Assert.Equal(("train", "train", null), (rows[0].Fields["split"], rows[1].Fields["split"], rows[2].Fields["split"]));
        Assert.Equal((pictures[1], "The row only adds a picture to others."), (rows[2].Fields["Image Src"], rows[2].Fields["split_reason"]));
    }

    [Fact]
    public async Task A_row_whose_values_do_not_fit_keeps_those_that_can_be_read()
    {
        string picture = Pictures(1)[0], table = Path.Combine(_folder, "catalog.jsonl");
        File.WriteAllText(table, $"{{\"id\":\"1\",\"title\":\"A\",\"image\":\"{picture}\"}}\n{{\"id\":\"2\",\"title\":\"B\",\"image\":\"{picture}\",\"tags\":[\"x\",\"y\"]}}\n");
        Assert.Equal(ExitCodes.Success, (await CommandLine.RunAsync("sample", "split", "--data", table, "--out", Written)).ExitCode);
        var row = Read(Written).Products[1];
        Assert.Equal(("2", "B", "x, y", null), (row.Fields["id"], row.Fields["title"], row.Fields["tags"], row.Fields["split"]));
        Assert.Contains("'tags' holds an array", row.Fields["split_reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_whose_first_picture_is_broken_is_in_no_part_as_training_would_take_that_picture()
    {
        string picture = Pictures(1)[0];
        File.WriteAllText(Path.Combine(_folder, "broken.png"), "no picture");
        File.WriteAllText(Table, $"id,title,local_image_path,additional_image_paths\n1,A,{picture},\n2,B,broken.png,{picture}\n");
        Assert.Equal(ExitCodes.Success, (await Split()).ExitCode);
        Assert.Equal(["train", null], Read(Written).Products.Select(row => row.Fields["split"]));
    }

    [Theory]
    [InlineData("--title-column", "")]
    [InlineData("--split-column", "family")]
    public async Task No_titles_and_any_name_for_the_split_will_do(string option, string value)
    {
        string picture = Pictures(1)[0];
        File.WriteAllText(Table, $"id,title,image\n1,A,{picture}\n");
        Assert.Equal(ExitCodes.Success, (await Split(option, value)).ExitCode);
        Assert.Equal("train", Assert.Single(Read(Written).Products).Fields[option == "--split-column" ? value : "split"]);
    }

    [Fact]
    public async Task The_table_that_is_read_is_never_written_over()
    {
        DrawnCatalog.Write(_folder, new() { Products = 4, ImageSize = 56 }, cancellation: TestContext.Current.CancellationToken);
        byte[] before = File.ReadAllBytes(Table);
        Assert.Equal(ExitCodes.Failure, (await CommandLine.RunAsync("sample", "split", "--data", Table, "--out", Table)).ExitCode);
        Assert.Equal(ExitCodes.Failure, (await CommandLine.RunAsync("sample", "split", "--data", Table, "--out", Path.ChangeExtension(Written, ".json"))).ExitCode);
        Assert.Equal(before, File.ReadAllBytes(Table));
        Assert.Equal([Table], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("--test-share", "1")]
    [InlineData("--category-column", "colour")]
    [InlineData("--family-column", "model")]
    [InlineData("--title-column", "name")]
    [InlineData("--join-titles", "sometimes")]
    public async Task An_option_that_does_not_fit_ends_with_an_error_and_writes_nothing(string option, string value)
    {
        DrawnCatalog.Write(_folder, new() { Products = 4, ImageSize = 56 }, cancellation: TestContext.Current.CancellationToken);
        Assert.NotEqual(ExitCodes.Success, (await Split(option, value)).ExitCode);
        Assert.Equal([Table], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Cancelling_ends_with_code_130_and_leaves_no_table()
    {
        DrawnCatalog.Write(_folder, new() { Products = 4, ImageSize = 56 }, cancellation: TestContext.Current.CancellationToken);
        int code = await RootCommands.Create().Parse(["sample", "split", "--data", Table, "--out", Written]).InvokeAsync(new InvocationConfiguration(), new CancellationToken(canceled: true));
        Assert.Equal(ExitCodes.Cancelled, code);
        Assert.Equal([Table], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Help_shows_an_example_and_every_option()
    {
        var (code, output) = await CommandLine.RunAsync("sample", "split", "--help");
        Assert.Equal(ExitCodes.Success, code);
        Assert.All(
            ["phivision sample split --data", "--validation-share", "--test-share", "--seed", "--family-column", "--category-column", "--join-titles", "--split-column", "--json"],
            word => Assert.Contains(word, output, StringComparison.Ordinal));
    }

    /// <summary>Names of pictures in the folder.</summary>
    private string[] Pictures(int count)
    {
        DrawnCatalog.Write(_folder, new() { Products = count, ImageSize = 56 });
        return [.. Read(Table).Products.Select(row => row.Fields["local_image_path"]!)];
    }

    private Task<(int ExitCode, string Output)> Split(params string[] options) => CommandLine.RunAsync(["sample", "split", "--data", Table, "--out", Written, .. options]);

    private ProductTable Read(string path) => CsvProductSource.ReadAll(path, new ProductSourceOptions { RequireImages = false, ImageFolder = _folder });
}
