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
    private const string KeyVariable = "PHIVISION_REMOTE_KEY", Example = "http://gpu1:8000/v1";

    private readonly Option<string?> _model = new("--model") { Description = "Model zip that 'phivision train' wrote, or an adapter folder." };
    private readonly Option<DirectoryInfo?> _base = BaseOption.Create();
    private readonly Option<Uri?> _remote = AddressOption.Create("--remote", $"Instead of --model: address of a server that speaks as OpenAI's does, such as {Example}. Its key comes from {KeyVariable}.", Example);
    private readonly Option<string?> _remoteModel = new("--remote-model") { Description = "What the server calls the model." };
    private readonly Option<string> _template = new("--template") { Description = "What a remote model is to answer, fields in braces.", DefaultValueFactory = _ => CatalogOptions.DefaultTemplate };
    private readonly Option<string> _prompt = new("--prompt") { Description = "What a remote model is asked; {column} is filled in from the row.", DefaultValueFactory = _ => ProductQuestion.DefaultPrompt };
    private readonly Option<FileInfo?> _choices = new("--choices-from") { Description = "Table with the values that a remote model may choose from. Default: the catalog itself." };
    private readonly AnsweringPace? _pace;

    /// <param name="pace">How much is answered at once; null for a command that leaves the answering to others.</param>
    public AnsweringOptions(AnsweringPace? pace) => _pace = pace;

    public IEnumerable<Option> All => [_model, .. OfModels, _remote, .. OfServers];

    /// <summary>When which of them do nothing.</summary>
    public IEnumerable<IdleOptions> Idle =>
    [
        new([_model], IsRemote, $"and {_remote.Name} are both given, and one of them answers; leave the other out."),
        new(OfModels, IsRemote, $"is for a model on this machine, and {_remote.Name} names a server; leave one of them out."),
        new(OfServers, parsed => !IsRemote(parsed), $"is for a server, and {_remote.Name} names none; a model that was trained has a template and prompt of its own."),
    ];

    private IEnumerable<Option> OfModels => [_base, .. _pace?.OfModels ?? []];

    private IEnumerable<Option> OfServers => [_remoteModel, _template, _prompt, _choices, .. _pace?.OfServers ?? []];

    /// <summary>The model that is named; null if none is.</summary>
    public string? Model(ParseResult parsed) => parsed.GetValue(_model);

    /// <summary>The option that says who answers; null if none does.</summary>
    public Option? Named(ParseResult parsed) => parsed.GetValue(_remote) is not null ? _remote : Model(parsed) is not null ? _model : null;

    /// <summary>Whether a server answers.</summary>
    public bool IsRemote(ParseResult parsed) => parsed.GetValue(_remote) is not null;

    /// <summary>Whether answers have no confidence, so that each of their values waits for a reviewer.</summary>
    public bool IsUnsure(ParseResult parsed) => IsRemote(parsed) && _pace?.IsUnsure(parsed) == true;

    /// <summary>How models on this machine work.</summary>
    public LocalModelOptions Local(ParseResult parsed)
    {
        var options = new LocalModelOptions { BaseModelPath = parsed.BaseFolder(_base) };
        return _pace?.Set(parsed, options) ?? options;
    }

    /// <summary>Opens what is named; nothing is loaded yet.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="catalog">The products that are asked about, for the choices of a remote model; null if they are not known.</param>
    /// <exception cref="ArgumentException">Nothing is named, or something is missing.</exception>
    public Answering Open(ParseResult parsed, Func<IEnumerable<Product>>? catalog)
    {
        if (parsed.GetValue(_remote) is { } address)
            return Remote(parsed, address, catalog);
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
        var options = new ChatClientEnricherOptions { Question = ProductQuestion.About(template, known ?? []) with { Prompt = prompt } };
        options = _pace?.Set(parsed, options) ?? options;
        // Retries are the enricher's: two of them would multiply.
        var client = new OpenAIClient(
            new ApiKeyCredential(Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key ? key : "none"),
            new OpenAIClientOptions { Endpoint = address, RetryPolicy = new ClientRetryPolicy(maxRetries: 0), NetworkTimeout = options.Timeout });
        return new Answering(new ChatClientEnricher(client.GetChatClient(model).AsIChatClient(), options), template, prompt, model);
    }
}
