using System.CommandLine;
using System.Globalization;
using PhiVisionML.Chat;
using PhiVisionML.Model;

namespace PhiVisionML.Cli.Talking;

/// <summary>The options of commands that answer as a chat client does: which model, which adapters, where it works.</summary>
internal sealed class ChatModelOptions
{
    private readonly Option<DirectoryInfo> _model = new("--model") { Description = "Model folder, or the owner/name of a pulled model. Default: the tiny model that ships.", DefaultValueFactory = _ => new DirectoryInfo(BaseModel.Tiny) };
    private readonly Option<string[]> _adapters = new("--adapter") { Description = "Folder of a PEFT adapter. As NAME=FOLDER, any number of them: a request chooses by the name.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int?> _gpu = new("--gpu") { Description = "CUDA device to use. Default: the CPU." };
    private readonly Option<int?> _crops = new("--crops") { Description = "Most tiles of a picture. Default: what the model says." };

    public IEnumerable<Option> All => [_model, _adapters, _gpu, _crops];

    /// <summary>Sets a client's options.</summary>
    /// <exception cref="ArgumentException">There are two adapters without a name, or two with the same one.</exception>
    public void Configure(ParseResult parsed, PhiVisionChatClientOptions options)
    {
        options.ModelPath = BaseModel.Require(parsed.GetRequiredValue(_model));
        options.ModelOptions = new PhiVisionModelOptions { Device = parsed.GetValue(_gpu) is { } gpu ? string.Create(CultureInfo.InvariantCulture, $"cuda:{gpu}") : "cpu", NumCrops = parsed.GetValue(_crops) };
        foreach (string adapter in parsed.GetValue(_adapters) ?? [])
        {
            if (Directory.Exists(adapter) || adapter.Split('=', 2) is not [string name, string folder])
                options.AdapterPath = options.AdapterPath is null ? adapter : throw new ArgumentException($"The adapters '{options.AdapterPath}' and '{adapter}' have no name; give each one: --adapter NAME=FOLDER.");
            else if (!options.Adapters.TryAdd(name, folder))
                throw new ArgumentException($"Two adapters are called '{name}': '{options.Adapters[name]}' and '{folder}'.");
        }
    }
}
