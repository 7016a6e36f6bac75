using System.Reflection;
using System.Text.Json;
using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Cli.Output;
using PhiVisionML.Model;
using PhiVisionML.Model.Lora;
using Xunit;

namespace PhiVisionML.Cli.Tests;

/// <summary>Whole ways on the tiny model and a few drawn products. They show that every part is reached, not how well the model does.</summary>
public sealed class EndToEndTests : IDisposable
{
    private const int DrawnProducts = 24;

    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-ways").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_demo_writes_its_summary_report_and_model()
    {
        var (code, output) = await CommandLine.RunAsync("demo", "--out", _folder, "--products", "40", "--epochs", "1");
        Assert.True(code == ExitCodes.Success, output);

        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "summary.json")));
        string[] metrics = ["title_exact", "title_similarity", "category_accuracy", "price_within_10pct", "price_mae", "parse_rate"];
        AssertKeys(summary.RootElement, "rows_train", "rows_test", "train_seconds", "score_images_per_second", "peak_rss_mb", "before", "after", "grounding", "reload_identical");
        AssertKeys(summary.RootElement.GetProperty("before"), metrics);
        AssertKeys(summary.RootElement.GetProperty("after"), metrics);
        AssertKeys(summary.RootElement.GetProperty("grounding"), "loss_right", "loss_shuffled", "loss_blank", "category_accuracy_shuffled");
        Assert.Equal(40, summary.RootElement.GetProperty("rows_train").GetInt32() + summary.RootElement.GetProperty("rows_test").GetInt32());
        Assert.Equal(1, summary.RootElement.GetProperty("after").GetProperty("parse_rate").GetDouble());
        Assert.True(summary.RootElement.GetProperty("reload_identical").GetBoolean());
        Assert.Contains("<img", File.ReadAllText(Path.Combine(_folder, "report.html")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "luma.zip")));
    }

    [Fact]
    public async Task A_table_is_learned_filled_in_and_evaluated()
    {
        string table = Draw(), model = Path.Combine(_folder, "model.zip"), filled = Path.Combine(_folder, "filled.csv"), report = Path.Combine(_folder, "report.html");
        var trained = await CommandLine.RunAsync("train", "--data", table, "--out", model, "--epochs", "1", "--augment", "--workspace", Path.Combine(_folder, "work"));
        Assert.True(trained.ExitCode == ExitCodes.Success, trained.Output);
        var scored = await CommandLine.RunAsync("score", "--model", model, "--data", table, "--out", filled);
        Assert.True(scored.ExitCode == ExitCodes.Success, scored.Output);
        string[] lines = File.ReadAllLines(filled);
        Assert.Equal(DrawnProducts + 1, lines.Length);
        Assert.Contains("title_predicted", lines[0], StringComparison.Ordinal);
        Assert.Contains("full_price_confidence", lines[0], StringComparison.Ordinal);
        var evaluated = await CommandLine.RunAsync("evaluate", "--model", model, "--data", table, "--report", report, "--swap-pictures");
        Assert.True(evaluated.ExitCode == ExitCodes.Success, evaluated.Output);
        Assert.Contains("<img", File.ReadAllText(report), StringComparison.Ordinal);

        string[] mapped = ["evaluate", "--model", model, "--data", JsonLines(table), "--image-column", "picture", "--map", "title=name", "--map", "category3_code=group", "--map"];
        Assert.Equal(ExitCodes.Success, (await CommandLine.RunAsync([.. mapped, "full_price=cost"])).ExitCode);
        Assert.Equal(ExitCodes.Failure, (await CommandLine.RunAsync([.. mapped, "full_price=nowhere"])).ExitCode);
        Assert.Equal(ExitCodes.Failure, (await CommandLine.RunAsync([.. mapped, "full_price"])).ExitCode);
    }

    [Fact]
    public void The_pipeline_example_runs()
    {
        string table = Draw(), model = Path.Combine(_folder, "example.zip");
        var main = Assembly.Load("Pipeline").EntryPoint!;
        Assert.Equal(0, main.Invoke(null, [new[] { BaseModel.Tiny, table, _folder, model }]));
        Assert.True(new FileInfo(model).Length > 0);
    }

    [Fact]
    public async Task The_description_example_sees_the_product()
    {
        var options = new DrawnCatalogOptions { Products = 3, ImageSize = 224 };
        DrawnCatalog.Write(_folder, options);
        foreach (var row in DrawnCatalog.Rows(options))
        {
            string output = await RunExampleAsync("DescribeProduct", BaseModel.Tiny, Path.Combine(_folder, row.LocalImagePath), "What is it?");
            Assert.StartsWith(ProductWords.Of(row.Pictured.Kind), output, StringComparison.Ordinal);
            Assert.Contains("out; stop)", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_example_of_structured_output_reads_a_picture_into_a_record()
    {
        var product = Products(Draw())[0];
        string output = await RunExampleAsync("StructuredOutput", BaseModel.Tiny, product.ImagePaths[0]);
        Assert.Matches(@"^Seen \{ Kind = [A-Z][a-z]+, Colour = .*, Stars = [1-5] \}", output);
    }

    [Fact]
    public async Task The_example_of_a_catalog_agent_looks_at_a_product_and_lets_the_model_call_the_skill()
    {
        string table = Draw();
        var product = Products(table)[0];
        string output = await RunExampleAsync("CatalogAgent", BaseModel.Tiny, table, _folder, product.ProductCode);
        Assert.Contains($"[ClassifyProduct(image: {product.ProductCode})]", output, StringComparison.Ordinal);
        Assert.Contains("; of 4 draws: ", output, StringComparison.Ordinal);
        Assert.Contains($"title: listed {product.Fields["title"]}, seen ", output, StringComparison.Ordinal);
        Assert.True(output.Split('\n').Count(line => line.StartsWith('[')) >= 3, output);   // two by the program, the others by the model
    }

    [Fact]
    public async Task The_example_of_an_agent_of_Agent_Framework_sees_and_answers()
    {
        string table = Draw();
        string output = await RunExampleAsync("AgentFramework", BaseModel.Tiny, table, _folder, Products(table)[0].ImagePaths[0]);
        Assert.NotEmpty(output.Split('\n')[0]);
        Assert.Matches(@"(?m)^.*, [1-5] stars$", output);
    }

    [Fact]
    public async Task The_example_of_two_adapters_gives_each_its_answer()
    {
        string[] folders = [Path.Combine(_folder, "summer"), Path.Combine(_folder, "winter") + Path.DirectorySeparatorChar];
        using (var model = PhiVisionModel.Load(BaseModel.Tiny))
        {
            foreach (var (folder, shift) in folders.Zip([0.3f, -0.3f]))
            {
                using var adapter = LoraAdapter.Create(model.Network, new LoraOptions { Rank = 2 }, seed: 1);
                foreach (var pair in adapter.Pairs)
                    pair.B.fill_(shift);
                LoraFile.Save(adapter, folder);
            }
        }

        string[] lines = (await RunExampleAsync("TwoAdapters", BaseModel.Tiny, Products(Draw())[0].ImagePaths[0], "What is it?", folders[0], folders[1])).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["base", "summer", "winter"], lines.Select(line => line.Split(": ")[0]));
        Assert.Equal(3, lines.Select(line => line.Split(": ", 2)[1]).Distinct().Count());
    }

    internal static Task<string> RunExampleAsync(string name, params string[] arguments) => RunExampleAsync(0, name, arguments);

    internal static async Task<string> RunExampleAsync(int exitCode, string name, params string[] arguments)
    {
        var main = Assembly.Load(name).GetTypes().Single(type => type.Name == "Program").GetMethod("<Main>$", BindingFlags.NonPublic | BindingFlags.Static)!;
        var output = new StringWriter();
        var console = Console.Out;
        Console.SetOut(output);
        try
        {
            Assert.Equal(exitCode, await (Task<int>)main.Invoke(null, [arguments])!);
        }
        finally
        {
            Console.SetOut(console);
        }

        return output.ToString();
    }

    private static IReadOnlyList<Catalog.Product> Products(string table) => ProductSource.ReadAll(table, new ProductSourceOptions()).Products;

    // The same products in another format and under other names
    private static string JsonLines(string table)
    {
        string path = Path.ChangeExtension(table, ".jsonl");
        File.WriteAllLines(path, Products(table).Select(p => JsonSerializer.Serialize(new
        {
            id = p.ProductCode,
            name = p.Fields["title"],
            group = p.Fields["category3_code"],
            cost = p.Fields["full_price"],
            picture = p.Fields["local_image_path"],
        })));
        return path;
    }

    private static void AssertKeys(JsonElement record, params string[] keys) => Assert.Equal(keys, record.EnumerateObject().Select(p => p.Name));

    private string Draw()
    {
        DrawnCatalog.Write(_folder, new DrawnCatalogOptions { Products = DrawnProducts, ImageSize = 112 });
        return Path.Combine(_folder, DrawnCatalog.TableName);
    }
}
