using System.Text.Json;
using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Cli.Output;
using PhiVisionML.Enrichment.Stores;
using Xunit;

namespace PhiVisionML.Cli.Tests.Enriching;

/// <summary>A drawn shop with a model that was trained on it, shortly and once for all tests; and catalogs with gaps.</summary>
public sealed class EnrichedShop : IAsyncLifetime
{
    public const int Products = 24;

    // Short answers: a model that has hardly been trained writes long titles.
    private const string Template = "Category: {category3_code:choice}, Full Price: {full_price:price}";

    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-shop").FullName;
    private int _folders;

    /// <summary>The table without gaps, beside its pictures.</summary>
    public string Table => Path.Combine(_folder, DrawnCatalog.TableName);

    public string Model => Path.Combine(_folder, "model.zip");

    /// <summary>What the model was trained with, so that the same rows are held out again.</summary>
    public static string[] Training(string table, string output) => ["train", "--data", table, "--out", output, "--epochs", "1", "--batch-size", "12", "--test-share", "0.3", "--validation-share", "0", "--seed", "4", "--template", Template];

    public async ValueTask InitializeAsync()
    {
        DrawnCatalog.Write(_folder, new DrawnCatalogOptions { Products = Products, ImageSize = 112, Seed = 5 });
        var trained = await CommandLine.RunAsync(Training(Table, Model));
        Assert.True(trained.ExitCode == ExitCodes.Success, trained.Output);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>An empty folder.</summary>
    public string NewFolder() => Directory.CreateDirectory(Path.Combine(_folder, $"{Interlocked.Increment(ref _folders)}")).FullName;

    /// <summary>Writes the shop without its titles, categories and prices; its pictures are the shop's, again and again where there are more products.</summary>
    public string WriteGaps(string folder, int products = Products)
    {
        string path = Path.Combine(folder, "gaps.csv");
        var rows = Rows;
        File.WriteAllLines(path, ["product_code,title,category3_code,full_price,local_image_path", .. Enumerable.Range(0, products).Select(i => $"P{i},,,,{rows[i % Products].Fields["local_image_path"]}")]);
        return path;
    }

    public IReadOnlyList<Catalog.Product> Rows => ProductSource.ReadAll(Table, new ProductSourceOptions()).Products;

    /// <summary>The options that name model and pictures.</summary>
    public string[] Asking => ["--model", Model, "--images", _folder];

    public string[] Images => ["--images", _folder];

    /// <summary>Runs the program in this process, and reads the JSON that it writes.</summary>
    public static async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var (code, output, errors) = await RunAsync([.. arguments, "--json"]);
        Assert.True(code == ExitCodes.Success, errors);
        return JsonElement.Parse(output);
    }

    /// <summary>Runs the program in this process.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var (console, error) = (Console.Out, Console.Error);
        Console.SetOut(output);
        Console.SetError(errors);
        try
        {
            int code = (await CommandLine.RunAsync(arguments)).ExitCode;
            return (code, output.ToString(), errors.ToString());
        }
        finally
        {
            Console.SetOut(console);
            Console.SetError(error);
        }
    }

    /// <summary>Looks into a database that a command made.</summary>
    public static async Task<T> LookAsync<T>(string store, Func<EnrichmentDatabase, Task<T>> look)
    {
        using var database = EnrichmentDatabase.Open(store);
        await database.Jobs.InitializeAsync();
        return await look(database);
    }
}

/// <summary>By themselves: they look at what the program writes to the process's standard output.</summary>
[CollectionDefinition(nameof(EnrichmentTests), DisableParallelization = true)]
public sealed class EnrichmentTests : ICollectionFixture<EnrichedShop>;
