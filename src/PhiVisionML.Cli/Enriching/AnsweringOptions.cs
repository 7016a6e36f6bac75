using System.ClientModel;
using System.ClientModel.Primitives;
using System.CommandLine;
using Microsoft.Extensions.AI;
using OpenAI;
using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Asking;
using PhiVisionML.Catalog.Prompts;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Cli.Output;
using PhiVisionML.Cli.Pipelines;
using PhiVisionML.Hosting;
using PhiVisionML.Hosting.Enrichers;

namespace PhiVisionML.Cli.Enriching;

/// <summary>The options that say who answers: a model on this machine, or one behind OpenAI's way of HTTP.</summary>
internal sealed class AnsweringOptions
{
    private const string KeyVariable = "PHIVISION_REMOTE_KEY";

    private readonly Option<string?> _model = new("--model") { Description = "Model zip that 'phivision train' wrote, or an adapter folder." };
    private readonly Option<DirectoryInfo?> _base = BaseOption();
    private readonly Option<int?> _gpu = GpuOption.Create();
    private readonly Option<int> _batch = Knob.Create("--batch-size", "Most products that are answered together.", new TransformerEnricherOptions().BatchSize);
    private readonly Option<Uri?> _remote = new("--remote") { Description = $"Instead of --model: address of a server that speaks as OpenAI's does, such as http://gpu1:8000/v1. Its key comes from {KeyVariable}." };
    private readonly Option<string?> _remoteModel = new("--remote-model") { Description = "What the server calls the model." };
    private readonly Option<string> _template = new("--template") { Description = "What a remote model is to answer, fields in braces.", DefaultValueFactory = _ => CatalogOptions.DefaultTemplate };
    private readonly Option<string> _prompt = new("--prompt") { Description = "What a remote model is asked; {column} is filled in from the row.", DefaultValueFactory = _ => ProductQuestion.DefaultPrompt };
    private readonly Option<FileInfo?> _choices = new("--choices-from") { Description = "Table with the values that a remote model may choose from. Default: the catalog itself." };
    private readonly Option<int> _samples = Knob.Create("--remote-samples", "Answers drawn for each product: with several, the share that agrees is the confidence; with one there is none, and every value waits for a reviewer.", 1);
    private readonly Option<int> _concurrency = Knob.Create("--remote-concurrency", "Most requests at once.", 4);
    private readonly Option<int?> _rate = new("--remote-rate") { Description = "Most requests a minute. Default: no limit." };

    public IEnumerable<Option> All => [_model, _base, _gpu, _batch, _remote, _remoteModel, _template, _prompt, _choices, _samples, _concurrency, _rate];

    public static Option<DirectoryInfo?> BaseOption() => new("--base") { Description = "Folder of the base model, or the owner/name of a pulled one, if it is not where it was when the model was saved." };

    /// <summary>The model that is named; null if none is.</summary>
    public string? Model(ParseResult parsed) => parsed.GetValue(_model);

    /// <summary>The option that says who answers; null if none does.</summary>
    public Option? Named(ParseResult parsed) => parsed.GetValue(_remote) is not null ? _remote : Model(parsed) is not null ? _model : null;

    /// <summary>Whether a server answers.</summary>
    /// <exception cref="ArgumentException">No server does, and an option is given that is for one alone.</exception>
    public bool IsRemote(ParseResult parsed)
    {
        if (parsed.GetValue(_remote) is not null)
            return true;
        Option[] ofServers = [_remoteModel, _template, _prompt, _choices, _samples, _concurrency, _rate];
        return ofServers.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } idle
            ? throw new ArgumentException($"{idle.Name} is for a server, and {_remote.Name} names none; a model that was trained has a template and prompt of its own.") : false;
    }

    /// <summary>How models on this machine work.</summary>
    public LocalModelOptions Local(ParseResult parsed) => new()
    {
        BaseModelPath = parsed.GetValue(_base) is { } folder ? BaseModel.Require(folder) : null,
        GpuDeviceId = parsed.GetValue(_gpu),
        Enricher = new TransformerEnricherOptions { BatchSize = parsed.GetValue(_batch) },
    };

    /// <summary>Opens what is named; nothing is loaded yet.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="catalog">The products that are asked about, for the choices of a remote model; null if they are not known.</param>
    /// <exception cref="ArgumentException">Neither is named, or both, or something is missing.</exception>
    public Answering Open(ParseResult parsed, Func<IEnumerable<Product>>? catalog)
    {
        if (IsRemote(parsed))
            return Model(parsed) is null ? Remote(parsed, parsed.GetRequiredValue(_remote)!, catalog) : throw new ArgumentException($"{_model.Name} and {_remote.Name} are both given; one of them answers.");
        if (Model(parsed) is not { } path)
            throw new ArgumentException($"Nobody answers: give {_model.Name} with what 'phivision train' wrote, or {_remote.Name} with a server's address.");
        var enricher = Local(parsed).Open(path);
        return new Answering(enricher, enricher.Template, enricher.Prompt, enricher.Adapter);
    }

    private Answering Remote(ParseResult parsed, Uri address, Func<IEnumerable<Product>>? catalog)
    {
        string model = parsed.GetValue(_remoteModel) ?? throw new ArgumentException($"{_remoteModel.Name} is missing: what {address} calls the model.");
        var template = AnswerTemplate.Parse(parsed.GetRequiredValue(_template));
        var prompt = PromptTemplate.Parse(parsed.GetRequiredValue(_prompt));
        var known = parsed.GetValue(_choices) is { } table ? ProductSource.Read(table.FullName, new ProductSourceOptions { RequireImages = false }, _ => { }) : catalog?.Invoke();
        if (known is null && template.Fields.Any(field => field.Kind == AnswerFieldKind.Choice))
            throw new ArgumentException($"The template has a choice, and nothing says what may be chosen; give {_choices.Name} a table with such values.");
        var options = new ChatClientEnricherOptions
        {
            Question = ProductQuestion.About(template, known ?? []) with { Prompt = prompt },
            MaxConcurrency = parsed.GetValue(_concurrency),
            RequestsPerMinute = parsed.GetValue(_rate),
            Samples = parsed.GetValue(_samples),
        };
        // Retries are the enricher's: two of them would multiply.
        var client = new OpenAIClient(
            new ApiKeyCredential(Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key ? key : "none"),
            new OpenAIClientOptions { Endpoint = address, RetryPolicy = new ClientRetryPolicy(maxRetries: 0), NetworkTimeout = options.Timeout });
        return new Answering(new ChatClientEnricher(client.GetChatClient(model).AsIChatClient(), options), template, prompt, model);
    }
}
