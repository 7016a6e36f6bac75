using System.CommandLine;
using PhiVisionML.Cli.Pipelines;

namespace PhiVisionML.Cli.Talking;

/// <summary>The options of commands that answer as a chat client does: which model, which adapters, where it works.</summary>
internal sealed class ChatModelOptions
{
    private readonly Option<DirectoryInfo?> _model = new("--model") { Description = "Model folder, or the owner/name of a pulled model. Default: the base of the adapter; without one, the tiny model that ships." };
    private readonly Option<string[]> _adapters = new("--adapter") { Description = "Model zip that 'phivision train' wrote, or the folder of an adapter, PEFT's too. As NAME=PATH, any number of them: a request chooses by the name." };
    private readonly Option<int?> _gpu = GpuOption.Create();
    private readonly Option<int?> _crops = new("--crops") { Description = "Most tiles of a picture. Default: what the adapter was trained with; without one, what the model says." };

    public IEnumerable<Option> All => [_model, _adapters, _gpu, _crops];

    /// <summary>Opens what is named; dispose it after the client.</summary>
    /// <exception cref="ArgumentException">There are two adapters without a name, two with the same one, or they belong to different models.</exception>
    public ChatModel Open(ParseResult parsed)
    {
        string device = parsed.Device(_gpu);
        var model = new ChatModel(parsed.GetValue(_model) is { } folder ? BaseModel.Require(folder) : null, device, parsed.GetValue(_crops));
        try
        {
            foreach (string adapter in parsed.GetValue(_adapters) ?? [])
            {
                if (Path.Exists(adapter) || adapter.Split('=', 2) is not [string name, string path])
                    model.Add(name: null, adapter);
                else
                    model.Add(name, path);
            }

            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
