using System.Diagnostics;
using System.Text.Json;
using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Cli.Output;
using Xunit;

namespace PhiVisionML.Cli.Tests;

/// <summary>The program as an agent starts it, line by line: nothing but answers of the protocol may stand on standard output.</summary>
public sealed class McpTests : IDisposable
{
    private const int Products = 12;

    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-mcp").FullName;
    private readonly string _table;
    private readonly IReadOnlyList<Catalog.Product> _products;

    public McpTests()
    {
        DrawnCatalog.Write(_folder, new DrawnCatalogOptions { Products = Products, ImageSize = 112 });
        _table = Path.Combine(_folder, DrawnCatalog.TableName);
        _products = ProductSource.ReadAll(_table, new ProductSourceOptions()).Products;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_agent_lists_the_tools_and_has_pictures_described()
    {
        using var agent = new Agent("--data", _table, "--pictures", _folder, "--draws", "2", "--currency", "EUR");
        var server = await agent.AskAsync("initialize", new { protocolVersion = "2025-06-18", capabilities = new { }, clientInfo = new { name = "test", version = "1" } });
        Assert.Equal("phivision", server.GetProperty("serverInfo").GetProperty("name").GetString());
        await agent.TellAsync("notifications/initialized");
        var tools = (await agent.AskAsync("tools/list", new { })).GetProperty("tools").EnumerateArray().ToList();
        Assert.Equal(["CheckListing", "ClassifyProduct", "DescribeProduct", "EnrichProduct", "EstimatePrice", "SearchCatalog"], tools.Select(tool => tool.GetProperty("name").GetString()).Order());
        Assert.All(tools, tool => Assert.True(tool.GetProperty("annotations").GetProperty("readOnlyHint").GetBoolean()));

        var product = _products[0];
        string[] images = [product.ProductCode, product.ImagePaths[0], "data:image/jpeg;base64," + Convert.ToBase64String(File.ReadAllBytes(product.ImagePaths[0]))];
        var seen = new HashSet<string>();
        foreach (string image in images)
        {
            var description = await agent.CallAsync("DescribeProduct", new { image });
            Assert.Contains(description.GetProperty("category").GetString(), _products.Select(one => one.Fields["category3_code"]));
            Assert.Equal("EUR", description.GetProperty("currency").GetString());
            seen.Add(description.GetRawText());
        }

        Assert.Single(seen);
        Assert.Equal(2, (await agent.CallAsync("ClassifyProduct", new { image = product.ProductCode })).GetProperty("draws").GetInt32());
        Assert.Equal(product.ProductCode, (await agent.CallAsync("SearchCatalog", new { query = product.Fields["title"] })).GetProperty("products")[0].GetProperty("sku").GetString());
        Assert.Contains("not in a folder", (await agent.CallAsync("DescribeProduct", new { image = "/etc/passwd" })).GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, await agent.LeaveAsync());
        Assert.Contains($"{Products} products", agent.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_to_stop_it_says_good_bye_with_code_0()
    {
        using var agent = new Agent("--data", _table, "--pictures", _folder);
        await agent.AskAsync("initialize", new { protocolVersion = "2025-06-18", capabilities = new { }, clientInfo = new { name = "test", version = "1" } });
        Assert.Equal(ExitCodes.Success, await agent.StopAsync());
    }

    [Fact]
    public async Task A_trained_model_is_asked_what_it_was_trained_on_and_says_what_scoring_says()
    {
        string model = Path.Combine(_folder, "model.zip");
        const string template = "{title} / {category3_code:choice}";
        var trained = await CommandLine.RunAsync("train", "--data", _table, "--out", model, "--template", template, "--prompt", "Name it", "--epochs", "1", "--test-share", "0");
        Assert.True(trained.ExitCode == ExitCodes.Success, trained.Output);

        using var agent = new Agent("--data", _table, "--adapter", model);
        await agent.AskAsync("initialize", new { protocolVersion = "2025-06-18", capabilities = new { }, clientInfo = new { name = "test", version = "1" } });
        await agent.TellAsync("notifications/initialized");
        string filled = Path.Combine(_folder, "filled.csv");
        var scored = await CommandLine.RunAsync("score", "--data", _table, "--model", model, "--out", filled);
        Assert.True(scored.ExitCode == ExitCodes.Success, scored.Output);
        foreach (var product in ProductSource.ReadAll(filled, new ProductSourceOptions()).Products.Take(3))
        {
            var description = await agent.CallAsync("DescribeProduct", new { image = product.ProductCode });
            Assert.Equal(product.Fields["title_predicted"], description.GetProperty("title").GetString());
            Assert.Equal(product.Fields["category3_code_predicted"], description.GetProperty("category").GetString());
            Assert.False(description.TryGetProperty("price", out _));
        }

        Assert.Contains("tells no price", (await agent.CallAsync("EstimatePrice", new { image = _products[0].ProductCode })).GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, await agent.LeaveAsync());
    }

    [Fact]
    public async Task What_cannot_be_served_ends_with_code_1()
    {
        Assert.Equal(ExitCodes.Failure, (await CommandLine.RunAsync("mcp", "--data", Path.Combine(_folder, "no.csv"))).ExitCode);
        Assert.Equal(ExitCodes.Failure, (await CommandLine.RunAsync("mcp", "--data", _table, "--adapter", _folder)).ExitCode);
        Assert.Equal(ExitCodes.Failure, (await CommandLine.RunAsync("mcp", "--data", _table, "--adapter", _folder, "--template", "{title}")).ExitCode);
        Assert.Equal(ExitCodes.Failure, (await CommandLine.RunAsync("mcp", "--data", _table, "--draws", "-1")).ExitCode);
        Assert.Equal(ExitCodes.Failure, (await CommandLine.RunAsync("mcp", "--data", _table, "--pictures", Path.Combine(_folder, "nowhere"))).ExitCode);
    }

    private sealed class Agent : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

        private readonly Process _process;
        private readonly Task<string> _errors;
        private int _id;

        public Agent(params string[] options)
        {
            string tests = Path.Combine(AppContext.BaseDirectory, "PhiVisionML.Cli.Tests");   // beside them lies no package that is part of their framework
            _process = Process.Start(new ProcessStartInfo("dotnet", ["exec", "--runtimeconfig", tests + ".runtimeconfig.json", "--depsfile", tests + ".deps.json", Path.Combine(AppContext.BaseDirectory, "phivision.dll"), "mcp", .. options])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            _errors = _process.StandardError.ReadToEndAsync();
        }

        public string Errors => _errors.Result;

        public async Task<JsonElement> CallAsync(string tool, object arguments)
        {
            var result = await AskAsync("tools/call", new { name = tool, arguments });
            Assert.True(JsonElement.DeepEquals(result.GetProperty("structuredContent"), JsonElement.Parse(result.GetProperty("content")[0].GetProperty("text").GetString()!)));
            return result.GetProperty("structuredContent");
        }

        public async Task<JsonElement> AskAsync(string method, object parameters)
        {
            int id = ++_id;
            await WriteAsync(new { jsonrpc = "2.0", id, method, @params = parameters });
            string line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
                ?? throw new InvalidOperationException($"The program ended: {await _errors}");
            var answer = JsonElement.Parse(line);
            Assert.Equal(id, answer.GetProperty("id").GetInt32());
            return answer.GetProperty("result");
        }

        public Task TellAsync(string method) => WriteAsync(new { jsonrpc = "2.0", method });

        /// <summary>Ends standard input, as agents do.</summary>
        public async Task<int> LeaveAsync()
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync().WaitAsync(Patience);
            Assert.Empty(await _process.StandardOutput.ReadToEndAsync());
            return _process.ExitCode;
        }

        /// <summary>Asks it to stop, while its input stays open.</summary>
        public async Task<int> StopAsync()
        {
            using var kill = Process.Start("/bin/sh", ["-c", $"kill -TERM {_process.Id}"]);
            await _process.WaitForExitAsync().WaitAsync(Patience);
            return _process.ExitCode;
        }

        public void Dispose()
        {
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
            _process.Dispose();
        }

        private async Task WriteAsync(object message)
        {
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(message));
            await _process.StandardInput.FlushAsync();
        }
    }
}
