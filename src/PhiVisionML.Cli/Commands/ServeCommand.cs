using System.CommandLine;
using System.Text.Json;
using PhiVisionML.AspNetCore;
using PhiVisionML.Chat;
using PhiVisionML.Cli.Output;
using PhiVisionML.Cli.Serving;
using PhiVisionML.Cli.Talking;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision serve</c>: the model over HTTP, as programs made for OpenAI's chat completions take it.</summary>
internal sealed class ServeCommand
{
    private const int Mebibyte = 1 << 20;

    private static readonly PhiVisionChatOptions Defaults = new();

    private static readonly PhiVisionOpenAIOptions EndpointDefaults = new();

    private readonly ChatModelOptions _model = new();
    private readonly Option<string?> _modelId = new("--model-id") { Description = "What requests call the model. Default: the name of its folder." };
    private readonly ListenOptions _listen = new("http://127.0.0.1:8080");
    private readonly Option<DirectoryInfo[]> _pictures = new("--pictures") { Description = "Folders from which every request may read pictures as file: URIs. Default: none; pictures come as data: URIs.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int> _maxTokens = Knob.Create("--max-tokens", "Most tokens of an answer that a request may ask for.", Defaults.MaxOutputTokens);
    private readonly Option<int> _defaultTokens = Knob.Create("--default-tokens", "Most tokens of an answer where a request says nothing.", Defaults.DefaultMaxOutputTokens);
    private readonly Option<int?> _maxPrompt = new("--max-prompt-tokens") { Description = "Most tokens of a prompt, pictures included. Default: what the model takes." };
    private readonly Option<int> _maxPictures = Knob.Create("--max-pictures", "Most pictures of a request.", Defaults.MaxPictures);
    private readonly Option<double> _maxPicture = Knob.Create("--max-picture-mib", "Most MiB of a picture.", Defaults.MaxPictureBytes / (double)Mebibyte);
    private readonly Option<double> _maxBody = Knob.Create("--max-body-mib", "Most MiB of a request.", EndpointDefaults.MaxBodyBytes / (double)Mebibyte);
    private readonly Option<int> _queue = Knob.Create("--max-queue", "Most requests that wait; further ones get 429.", Defaults.MaxQueuedRequests);
    private readonly Option<int> _batch = Knob.Create("--max-batch", "Most requests that are answered together.", Defaults.MaxBatchSize);
    private readonly Option<int> _batchTokens = Knob.Create("--max-batch-tokens", "Most tokens of those together, prompts and answers.", Defaults.MaxBatchTokens);
    private readonly Option<double> _drain = Knob.Create("--drain", "Seconds that answers under way may go on after Ctrl-C; then they get an error.", EndpointDefaults.DrainTime.TotalSeconds);
    private readonly Option<bool> _json = new("--json") { Description = "Write {\"url\": …} to standard output as soon as the server listens, and log lines as JSON." };

    public static Command Create() => new ServeCommand().Build();

    private ServiceCommand Build()
    {
        var command = new ServiceCommand("serve", """
            Serve the model over HTTP as OpenAI serves theirs: /v1/chat/completions with pictures, streaming, tools and response_format, and /v1/models.
            /health/live and /health/ready are for whoever watches the server. Ctrl-C stops it.

            phivision serve
            phivision serve --model microsoft/Phi-3-vision-128k-instruct --gpu 0 --adapter summer=summer.zip --adapter winter=winter.zip --url http://0.0.0.0:8080 --api-key-file keys.txt

            curl http://127.0.0.1:8080/v1/models
            """)
        {
            _modelId, _pictures, _maxTokens, _defaultTokens, _maxPrompt, _maxPictures, _maxPicture, _maxBody, _queue, _batch, _batchTokens, _drain, _json,
        };
        foreach (var option in _listen.All.Concat(_model.All))
            command.Options.Add(option);
        command.SetService(Run);
        return command;
    }

    private void Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        using var model = _model.Open(parsed);
        new ChatServer(Options(parsed, model)).RunAsync(Listening, cancellation).GetAwaiter().GetResult();
        reporter.Line("Stopped.");

        void Listening(string url)
        {
            if (parsed.GetValue(_json))
                Console.Out.WriteLine(JsonSerializer.Serialize(new { url }));
            reporter.Line($"Listening on {url} (Ctrl-C stops). Loading the model …");
        }
    }

    private ServeOptions Options(ParseResult parsed, ChatModel model)
    {
        var listening = _listen.Read(parsed);
        return new ServeOptions(listening.Address, Model, Endpoints, TimeSpan.FromSeconds(parsed.GetValue(_drain)), parsed.GetValue(_json));

        void Model(PhiVisionChatClientOptions options)
        {
            model.Configure(options);
            options.ModelId = parsed.GetValue(_modelId);
            foreach (var folder in parsed.GetValue(_pictures) ?? [])
                options.PictureFolders.Add(folder.FullName);
            options.MaxOutputTokens = parsed.GetValue(_maxTokens);
            options.DefaultMaxOutputTokens = parsed.GetValue(_defaultTokens);
            options.MaxPromptTokens = parsed.GetValue(_maxPrompt);
            options.MaxPictures = parsed.GetValue(_maxPictures);
            options.MaxPictureBytes = int.CreateSaturating(parsed.GetValue(_maxPicture) * Mebibyte);
            options.MaxQueuedRequests = parsed.GetValue(_queue);
            options.MaxBatchSize = parsed.GetValue(_batch);
            options.MaxBatchTokens = parsed.GetValue(_batchTokens);
        }

        void Endpoints(PhiVisionOpenAIOptions options)
        {
            foreach (string key in listening.Keys)
                options.ApiKeys.Add(key);
            options.ApiKeyFile = listening.KeyFile;
            options.AllowAnonymous = listening.AllowAnonymous;
            options.MaxBodyBytes = int.CreateSaturating(parsed.GetValue(_maxBody) * Mebibyte);
        }
    }
}
