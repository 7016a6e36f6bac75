using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Cli.Output;
using Xunit;

namespace PhiVisionML.Cli.Tests.Enriching;

/// <summary><c>phivision worker</c> from its start to its end, and the example of a worker.</summary>
[Collection(nameof(EnrichmentTests))]
public sealed class WorkerTests(EnrichedShop shop)
{
    private readonly string _folder = shop.NewFolder();

    private string Store => Path.Combine(_folder, "shop.db");

    [Fact]
    public async Task It_answers_a_watched_folder_and_products_over_HTTP_and_gives_back_what_it_holds_when_it_is_stopped()
    {
        string inbox = Directory.CreateDirectory(Path.Combine(_folder, "inbox")).FullName, uploads = Path.Combine(_folder, "uploads");
        foreach (var row in shop.Rows)
            File.Copy(row.ImagePaths[0], Path.Combine(inbox, Path.GetFileName(row.ImagePaths[0])));
        using var worker = new ProgramProcess("worker", "--model", shop.Model, "--store", Store, "--watch", inbox, "--queue", "web", "--uploads", uploads, "--review", "--accept-at", "0", "--drain", "0", "--batch-size", "1", "--url", "http://127.0.0.1:0", "--json");
        using var http = new HttpClient { BaseAddress = new Uri(JsonElement.Parse(await worker.ReadLineAsync()).GetProperty("url").GetString()!) };
        Assert.Equal("Healthy", await http.GetStringAsync("/health/live"));
        await worker.UntilAsync(async () => (await http.GetAsync("/health/ready")).StatusCode == HttpStatusCode.OK);

        File.WriteAllLines(Path.Combine(inbox, "new.csv"), ["product_code,title,category3_code,full_price,local_image_path", $"A,,,,{Picture(0)}", $"B,,,,{Picture(1)}", "C,,,,none.jpg"]);
        File.WriteAllText(Path.Combine(inbox, "other.csv"), "no,catalog\n1,2\n");
        string picture = "data:image/jpeg;base64," + Convert.ToBase64String(File.ReadAllBytes(shop.Rows[0].ImagePaths[0]));
        var sent = await http.PostAsJsonAsync("/enrichment/runs/1/products", new { sku = "W/1", fields = new { title = "" }, pictures = new[] { picture } });
        Assert.Equal(1, (await sent.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("queued").GetInt32());
        JsonElement product = default;
        await worker.UntilAsync(async () => (product = await http.GetFromJsonAsync<JsonElement>("/enrichment/runs/1/products/W%2F1")).GetProperty("state").GetString() == "done");
        Assert.NotEmpty(product.GetProperty("values").GetProperty("category3_code").GetString()!);

        string filled = Path.Combine(inbox, "done", "new.enriched.csv"), refused = Path.Combine(inbox, "refused", "other.csv.error.txt");
        await worker.UntilAsync(() => Task.FromResult(File.Exists(Path.Combine(inbox, "done", "new.csv")) && File.Exists(refused)));
        Assert.Equal(["done", "done", "rejected"], CatalogRows.Open(filled, new ProductSourceOptions { RequireImages = false }).Read().Select(row => row.Fields["enrichment_state"]));
        Assert.Contains("no column of picture files", File.ReadAllText(refused), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/")).StatusCode);

        var many = shop.Rows.Select((row, i) => new { sku = $"M{i}", fields = new { }, pictures = new[] { "data:image/jpeg;base64," + Convert.ToBase64String(File.ReadAllBytes(row.ImagePaths[0])) } });
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsJsonAsync("/enrichment/runs/1/products", new { products = many })).StatusCode);
        await worker.UntilAsync(async () => (await EnrichedShop.LookAsync(Store, database => database.Jobs.CountAsync(1))).Leased > 0);
        Assert.Equal(ExitCodes.Success, await worker.StopAsync());
        Assert.Contains("Stopped.", worker.Log, StringComparison.Ordinal);
        var left = await EnrichedShop.LookAsync(Store, database => database.Jobs.CountAsync(1));
        Assert.Equal((0, 0, EnrichedShop.Products + 1), (left.Leased, left.Dead, left.Total));

        string Picture(int row) => Path.GetFileName(shop.Rows[row].ImagePaths[0]);
    }

    [Fact]
    public async Task Without_answering_it_shows_what_waits_and_escapes_what_catalogs_say()
    {
        string table = Path.Combine(_folder, "hostile.csv");
        File.Copy(shop.Rows[0].ImagePaths[0], Path.Combine(_folder, "a.jpg"));
        File.WriteAllLines(table, ["product_code,title,category3_code,full_price,local_image_path", "<b>A</b>,,<script>alert(1)</script>,,a.jpg"]);
        await EnrichedShop.JsonAsync("enrich", "run", table, "--model", shop.Model, "--store", Store, "--out", Path.Combine(_folder, "filled.csv"));
        using var worker = new ProgramProcess("worker", "--review-only", "--store", Store, "--url", "http://127.0.0.1:0", "--json");
        using var http = new HttpClient { BaseAddress = new Uri(JsonElement.Parse(await worker.ReadLineAsync()).GetProperty("url").GetString()!) };

        foreach (string page in new[] { "/review", "/review/products/1" })
        {
            var answer = await http.GetAsync(page);
            string html = await answer.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("&lt;b&gt;A&lt;/b&gt;", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>A", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        }

        Assert.Contains("&lt;script&gt;alert(1)", await http.GetStringAsync("/review/products/1"), StringComparison.Ordinal);

        Assert.Equal("image/jpeg", (await http.GetAsync("/review/products/1/pictures/0")).Content.Headers.ContentType?.MediaType);
        Assert.Equal(ExitCodes.Success, await worker.StopAsync());
    }

    [Fact]
    public async Task A_reviewer_behind_a_proxy_that_speaks_TLS_gets_cookies_for_TLS_alone()
    {
        string keys = Path.Combine(_folder, "keys.txt");
        File.WriteAllText(keys, "k\n");
        await EnrichedShop.LookAsync(Store, _ => Task.FromResult(true));
        using var worker = new ProgramProcess("worker", "--review-only", "--store", Store, "--url", "http://127.0.0.1:0", "--api-key-file", keys, "--trusted-proxy", "10.0.0.0/8", "--json");
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(JsonElement.Parse(await worker.ReadLineAsync()).GetProperty("url").GetString()!) };
        // In the last two TLS ends at a proxy before the one of this machine: one that is believed, and one that is not.
        foreach (var (schemes, clients, isSecure) in ((string, string, bool)[])[("https", "203.0.113.9", true), ("http", "203.0.113.9", false), ("https, http", "203.0.113.9, 10.1.2.3", true), ("https, http", "203.0.113.9, 192.0.2.3", false)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/review/login") { Headers = { { "X-Forwarded-Proto", schemes }, { "X-Forwarded-For", clients } } };
            string cookie = (await http.SendAsync(request)).Headers.GetValues("Set-Cookie").Single();
            Assert.Equal(isSecure, cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
        }

        Assert.Equal(ExitCodes.Success, await worker.StopAsync());
    }

    [Theory]
    [InlineData("answers no jobs", "--review-only", "--watch", "inbox")]
    [InlineData("answers no jobs", "--review-only", "--model", "model.zip")]
    [InlineData("--gpu is for a worker", "--review-only", "--gpu", "0")]
    [InlineData("--batch-timeout is for a worker", "--review-only", "--batch-timeout", "60")]
    [InlineData("take --review in place", "--review-only", "--review")]
    [InlineData("--gpu is for a model on this machine", "--remote", "http://127.0.0.1:1/v1", "--gpu", "0")]
    [InlineData("--batch-size is for a model on this machine", "--remote", "http://127.0.0.1:1/v1", "--batch-size", "2")]
    [InlineData("--base is for a model on this machine", "--remote", "http://127.0.0.1:1/v1", "--base", "base")]
    [InlineData("--model and --remote are both given", "--remote", "http://127.0.0.1:1/v1", "--model", "model.zip")]
    [InlineData("--remote-rate is for a server", "--model", "MODEL", "--remote-rate", "3")]
    [InlineData("give --remote-samples", "--remote", "http://127.0.0.1:1/v1", "--remote-model", "m", "--watch", "inbox", "--accept-at", "0.5")]
    [InlineData("nothing listens", "--model", "MODEL", "--api-key-file", "keys.txt")]
    [InlineData("nothing listens", "--model", "MODEL", "--allow-anonymous")]
    [InlineData("--allow-anonymous serves without a key", "--review-only", "--api-key-file", "keys.txt", "--allow-anonymous")]
    [InlineData("--pictures is for pictures that are shown", "--model", "MODEL", "--url", "http://127.0.0.1:0", "--pictures", "pictures")]
    [InlineData("--batch-timeout is 0", "--batch-timeout", "0")]
    [InlineData("--policy is for products that come by", "--policy", "policy.json")]
    [InlineData("give --queue, too", "--uploads", "uploads")]
    [InlineData("--max-uploads-gib is for the folder of --uploads", "--max-uploads-gib", "5")]
    [InlineData("--max-uploads-gib is 0", "--model", "MODEL", "--queue", "web", "--uploads", "uploads", "--max-uploads-gib", "0")]
    [InlineData("--trusted-proxy is for those who come over HTTP, and nothing listens", "--trusted-proxy", "10.0.0.7")]
    [InlineData("'proxy.internal' is no address", "--review-only", "--trusted-proxy", "10.0.0.7", "10.1.0.0/16", "proxy.internal")]
    [InlineData("--lease is 0", "--lease", "0")]
    [InlineData("Nobody answers")]
    [InlineData("cannot be put in force", "--model", "TABLE")]
    [InlineData("there is no API key", "--review-only", "--url", "http://0.0.0.0:0")]
    [InlineData("that is to be watched does not exist", "--model", "MODEL", "--watch", "none")]
    public async Task What_cannot_be_done_ends_with_code_1_and_a_sentence(string complaint, params string[] arguments)
    {
        string table = shop.WriteGaps(_folder);
        await EnrichedShop.LookAsync(Store, _ => Task.FromResult(true));

        var (code, _, errors) = await EnrichedShop.RunAsync(["worker", "--store", Store, .. arguments.Select(argument => argument switch { "TABLE" => table, "MODEL" => shop.Model, _ => argument })]);

        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains(complaint, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://gpu1:8000/v1", true)]
    [InlineData("https://api.example.com/v1", true)]
    [InlineData("gpu1:8000", false)]
    [InlineData("file:///models", false)]
    public void A_server_has_an_address_of_the_web(string text, bool isOne)
    {
        var errors = RootCommands.Create().Parse(["worker", "--remote", text]).Errors;
        Assert.Equal(isOne ? [] : [$"--remote '{text}' is not an address such as http://gpu1:8000/v1."], errors.Select(error => error.Message));
    }

    [Fact]
    public async Task The_example_of_a_worker_fills_in_a_catalog_and_goes_on_where_it_was()
    {
        string table = shop.WriteGaps(_folder, products: 4), output = Path.Combine(_folder, "filled.csv");
        string[] arguments = [shop.Model, table, shop.Images[1], Store, output];
        Assert.Contains("run 1: 4 products, 4 queued, 0 rows left out", await EndToEndTests.RunExampleAsync("CatalogWorker", arguments), StringComparison.Ordinal);
        Assert.Equal(5, File.ReadAllLines(output).Length);
        Assert.Contains("4 products, 0 queued", await EndToEndTests.RunExampleAsync("CatalogWorker", arguments), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_of_a_worker_ends_with_code_1_where_a_product_was_given_up_and_writes_the_others()
    {
        string pictures = Directory.CreateDirectory(Path.Combine(_folder, "pictures")).FullName, table = Path.Combine(_folder, "broken.csv"), output = Path.Combine(_folder, "filled.csv");
        File.Copy(shop.Rows[0].ImagePaths[0], Path.Combine(pictures, "a.jpg"));
        File.WriteAllText(Path.Combine(pictures, "broken.jpg"), "no picture");
        File.WriteAllLines(table, ["product_code,title,category3_code,full_price,local_image_path", "A,,,,a.jpg", "B,,,,broken.jpg"]);

        Assert.Contains("1 have an error", await EndToEndTests.RunExampleAsync(ExitCodes.Failure, "CatalogWorker", shop.Model, table, pictures, Store, output), StringComparison.Ordinal);
        Assert.Equal(3, File.ReadAllLines(output).Length);
    }
}
