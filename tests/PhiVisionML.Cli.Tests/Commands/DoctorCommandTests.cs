using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Cli.Doctor;
using PhiVisionML.Cli.Output;
using SkiaSharp;
using Xunit;

namespace PhiVisionML.Cli.Tests.Commands;

// By itself: it looks at what the program writes to the process's standard output.
[CollectionDefinition(nameof(DoctorCommandTests), DisableParallelization = true)]
[Collection(nameof(DoctorCommandTests))]
public sealed class DoctorCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-doctor").FullName;

    private string Table => Path.Combine(_folder, DrawnCatalog.TableName);

    private string Page => Path.Combine(_folder, "out", "doctor.html");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_faults_that_were_drawn_in_are_found_and_shown()
    {
        var options = new DrawnCatalogOptions { Products = 200, Variants = 4, MissingShare = 0.05, BrokenShare = 0.04, DuplicateShare = 0.04, ImageSize = 112, Seed = 3 };
        DrawnCatalog.Write(_folder, options);
        DrawnCatalogRow[] rows = [.. DrawnCatalog.Rows(options)];
        using var result = JsonDocument.Parse(await Json("--out", Page));
        Assert.Equal(["rows", "usable_rows", "findings", "figures", "charts", "worst", "verdict"], result.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal("error", result.RootElement.GetProperty("worst").GetString());
        Assert.Equal(200, result.RootElement.GetProperty("rows").GetInt32());
        Assert.Equal(rows.Count(row => !row.HasMissingField && !row.HasBrokenPicture), result.RootElement.GetProperty("usable_rows").GetInt32());
        Assert.Equal((IEnumerable<int>)Numbers(rows, row => row.HasBrokenPicture), Rows(result, "broken_pictures"));
        Assert.Equal((IEnumerable<int>)Numbers(rows, row => row.HasMissingField), Rows(result, "empty_field"));
        Assert.Equal(
            (IEnumerable<int>)Numbers(rows, row => row.DuplicateOf is not null || rows.Any(other => other.DuplicateOf == row.ProductCode)),
            Rows(result, "picture_conflicts").Concat(Rows(result, "duplicate_pictures")).Order());
        Assert.True(Figure(result, "training_seconds") > 0);
        Assert.Contains("<img", File.ReadAllText(Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_are_too_long_or_whose_answer_would_be_cut_are_found_with_their_pictures()
    {
        Write("a", "Short title", 200, 200);
        Write("b", string.Concat(Enumerable.Repeat("wool ", 500)), 200, 200);
        Write("c", string.Concat(Enumerable.Repeat("wool ", 6000)), 200, 200);
        Write("d", "Thin thing", 400, 2);
        using var result = JsonDocument.Parse(await Json("--least-rows", "1"));
        Assert.Equal([3], Rows(result, "too_long_rows"));
        Assert.Equal([2, 3], Rows(result, "long_answers"));
        Assert.Equal([4], Rows(result, "too_thin_pictures"));
        Assert.Equal(2, result.RootElement.GetProperty("usable_rows").GetInt32());
    }

    [Fact]
    public async Task Fail_on_tells_the_shell_what_was_found()
    {
        Write("a", "Coat", 200, 200);
        Write("b", "Scarf", 300, 200);
        Assert.Equal(ExitCodes.Success, (await Doctor()).ExitCode);
        Assert.Equal(ExitCodes.Success, (await Doctor("--fail-on", "error")).ExitCode);
        Assert.Equal(ExitCodes.Found, (await Doctor("--fail-on", "warning")).ExitCode);   // two categories of one row
        Write("c", "", 200, 200);
        Assert.Equal(ExitCodes.Found, (await Doctor("--fail-on", "error")).ExitCode);
        Assert.Equal(ExitCodes.Success, (await Doctor("--fail-on", "never")).ExitCode);
    }

    [Theory]
    [InlineData("--base", "nowhere")]
    [InlineData("--template", "{colour}")]
    [InlineData("--split-column", "nowhere")]
    [InlineData("--num-crops", "0")]
    public async Task What_cannot_be_examined_ends_with_code_1_and_no_page(string option, string value)
    {
        Write("a", "Coat", 200, 200);
        Assert.Equal(ExitCodes.Failure, (await Doctor("--out", Page, option, value)).ExitCode);
        Assert.False(File.Exists(Page));
    }

    [Theory]
    [InlineData("doctor")]
    [InlineData("score", "--model", "none.zip")]
    public async Task The_table_that_is_read_is_never_written_over(params string[] command)
    {
        DrawnCatalog.Write(_folder, new() { Products = 2, ImageSize = 56 });
        byte[] before = File.ReadAllBytes(Table);
        Assert.Equal(ExitCodes.Failure, (await CommandLine.RunAsync([.. command, "--data", Table, "--out", Table])).ExitCode);
        Assert.Equal(before, File.ReadAllBytes(Table));
    }

    [Fact]
    public async Task Cancelling_ends_with_code_130_and_leaves_no_page()
    {
        Write("a", "Coat", 200, 200);
        string[] args = ["doctor", "--data", Table, "--out", Page];
        Assert.Equal(ExitCodes.Cancelled, await RootCommands.Create().Parse(args).InvokeAsync(new InvocationConfiguration(), new CancellationToken(canceled: true)));
        Assert.False(File.Exists(Page));
    }

    [Fact]
    public void An_estimate_at_the_measured_point_is_what_was_measured_and_grows_with_the_tokens()
    {
        var measured = FineTuneEstimate.For(FineTuneEstimate.PublishedBytes, 361);
        Assert.Equal(11_076, measured.Megabytes, 1e-6);
        Assert.Equal(263.34, measured.SecondsPerRow, 1e-6);
        var longer = FineTuneEstimate.For(FineTuneEstimate.PublishedBytes, 722);
        Assert.Equal(2 * measured.SecondsPerRow, longer.SecondsPerRow, 1e-6);
        Assert.Equal(2 * (measured.Megabytes - 8293.24288), longer.Megabytes - 8293.24288, 1e-6);
    }

    private void Write(string code, string title, int width, int height)
    {
        if (!File.Exists(Table)) File.WriteAllText(Table, "product_code,title,category3_code,full_price,image\n");
        File.AppendAllText(Table, string.Create(CultureInfo.InvariantCulture, $"{code},{title},CAT-{code},12.00,{code}.png\n"));
        using var picture = new SKBitmap(width, height);
        picture.Erase(SKColors.Teal);
        using var png = picture.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(Path.Combine(_folder, code + ".png"), png.ToArray());
    }

    private static int[] Numbers(DrawnCatalogRow[] rows, Func<DrawnCatalogRow, bool> has) => [.. rows.Index().Where(pair => has(pair.Item)).Select(pair => pair.Index + 1)];

    private static int[] Rows(JsonDocument result, string id) =>
    [
        .. result.RootElement.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("id").GetString() == id)
            .SelectMany(finding => finding.GetProperty("rows").EnumerateArray()).Select(row => row.GetProperty("row_number").GetInt32()).Distinct().Order(),
    ];

    private static double Figure(JsonDocument result, string id) => result.RootElement.GetProperty("figures").EnumerateArray().Single(figure => figure.GetProperty("id").GetString() == id).GetProperty("value").GetDouble();

    private async Task<string> Json(params string[] options)
    {
        var stream = Console.Out;
        var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            Assert.Equal(ExitCodes.Success, (await Doctor([.. options, "--json"])).ExitCode);
        }
        finally
        {
            Console.SetOut(stream);
        }

        return written.ToString();
    }

    private Task<(int ExitCode, string Output)> Doctor(params string[] options) => CommandLine.RunAsync(["doctor", "--data", Table, .. options]);
}
