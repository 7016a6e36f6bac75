using System.CommandLine;
using System.Globalization;
using ModelContextProtocol.Server;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Cli.Enriching;
using PhiVisionML.Cli.Output;
using PhiVisionML.Cli.Pipelines;
using PhiVisionML.Cli.Skill;
using PhiVisionML.Hosting;
using PhiVisionML.SemanticKernel;
using PhiVisionML.SemanticKernel.Catalogs;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision mcp</c>: the catalog and the tuned model as tools for an agent, over standard input and output.</summary>
internal sealed class McpCommand
{
    private readonly CatalogOptions _catalog = new();
    private readonly Option<string?> _adapter = new("--adapter") { Description = "Model zip that 'phivision train' wrote, or an adapter folder: its prompt, template and categories are used. Default: none; the base model is asked." };
    private readonly Option<DirectoryInfo?> _model = new("--model") { Description = "Model folder, or the owner/name of a pulled model. Default: the adapter's base; without one, the tiny model that ships." };
    private readonly Option<string> _template = new("--template") { Description = "The answer of a model without an adapter, as train takes it.", DefaultValueFactory = _ => CatalogOptions.DefaultTemplate };
    private readonly Option<DirectoryInfo[]> _pictures = new("--pictures") { Description = "Folders whose pictures the agent may name by path. Default: none; it names products of the table, or sends data: URIs.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _currency = new("--currency") { Description = "What the model's prices are in, as a three-letter code." };
    private readonly Option<int> _draws = new("--draws") { Description = "Answers to draw for the shares of a category and the range of a price; 0 draws none.", DefaultValueFactory = _ => 8 };
    private readonly StoreOption _store = new("none; EnrichProduct then queues nothing");
    private readonly Option<int?> _gpu = GpuOption.Create();

    public static Command Create() => new McpCommand().Build();

    private ServiceCommand Build()
    {
        var command = new ServiceCommand("mcp", """
            Offer a product table and a tuned model to an agent as tools of the Model Context Protocol: search the catalog,
            describe and classify products by their pictures, estimate prices, check listings, propose missing fields.
            The agent starts this command itself and talks to it over standard input and output; what there is to say to people goes to standard error.

            phivision mcp --data catalog.csv --images pictures --adapter catalog.zip --currency EUR

            With --store, EnrichProduct queues products for the workers of that database ('phivision worker').

            In the agent's settings: "command": "phivision", "args": ["mcp", "--data", "/shop/catalog.csv", "--adapter", "/shop/catalog.zip"]
            """) { _adapter, _model, _template, _pictures, _currency, _draws, _store.Option, _gpu };
        foreach (var option in _catalog.All)
            command.Options.Add(option);
        command.SetService(Run);
        return command;
    }

    private void Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        if (parsed.GetValue(_adapter) is { } given && parsed.GetResult(_template) is { Implicit: false })
            throw new ArgumentException($"--template and --adapter are both given; the adapter '{given}' has the template that it was trained on.");
        var table = _catalog.ReadAllRows(parsed, cancellation).Table;
        using var model = OpenModel(parsed, table);
        var options = new ProductCatalogPluginOptions { Question = model.Question, Currency = parsed.GetValue(_currency), Draws = parsed.GetValue(_draws) };
        foreach (var folder in parsed.GetValue(_pictures) ?? [])
            options.PictureFolders.Add(folder.FullName);
        using var database = _store.Named(parsed) is null ? null : _store.OpenExisting(parsed, cancellation);
        if (database is not null)
            options.EnrichmentQueue = new StoreQueue(database, new PromotedQuestion(database.Releases, new LocalModelOptions()), _catalog.Name(parsed), table.Products, _catalog.Folder(parsed));
        using var catalog = new InMemoryProductCatalog(table.Products, model.Question.Template);
        var plugin = new ProductCatalogPlugin(model.Client, catalog, options);
        reporter.Line(string.Create(CultureInfo.InvariantCulture, $"{table.Products.Count} products, {table.Rejected.Count} rows left out. Waiting for an agent on standard input; Ctrl-C stops."));
        SkillServer.RunAsync(new StdioServerTransport("phivision"), plugin, model.Client, canQueue: database is not null, cancellation).GetAwaiter().GetResult();
    }

    private SkillModel OpenModel(ParseResult parsed, ProductTable table)
    {
        string device = parsed.Device(_gpu);
        string? folder = parsed.GetValue(_model) is { } given ? BaseModel.Require(given) : null;
        return parsed.GetValue(_adapter) is { } adapter
            ? SkillModel.Tuned(adapter, device, folder)
            : SkillModel.Bare(folder ?? BaseModel.Tiny, device, AnswerTemplate.Parse(parsed.GetRequiredValue(_template)), table);
    }
}
