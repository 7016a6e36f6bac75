using PhiVisionML.Chat;
using PhiVisionML.Cli.Pipelines;
using PhiVisionML.SemanticKernel.Asking;

namespace PhiVisionML.Cli.Talking;

/// <summary>The model of a chat client and its adapters, unpacked where they came as a zip.</summary>
/// <param name="folder">The model's folder; null for the base of the adapters, or the tiny model.</param>
/// <param name="device">Where it works.</param>
/// <param name="crops">Most tiles of a picture; null for the model's.</param>
internal sealed class ChatModel(string? folder, string device, int? crops) : IDisposable
{
    private readonly List<(string? Name, string Folder)> _adapters = [];
    private readonly List<UnpackedAdapter> _unpacked = [];
    private TunedAdapter? _tuned;

    /// <summary>Adds an adapter.</summary>
    /// <param name="name">What requests call it; null for the one that answers those that name none.</param>
    /// <param name="path">A model zip, or an adapter's folder.</param>
    public void Add(string? name, string path)
    {
        if (_adapters.Any(adapter => adapter.Name == name))
            throw new ArgumentException(name is null
                ? $"Two adapters have no name, the second one is '{path}'; give each one: --adapter NAME=PATH."
                : $"Two adapters are called '{name}', the second one is '{path}'.");
        if (Directory.Exists(path) && !TunedAdapter.IsAt(path))
        {
            _adapters.Add((name, path));
            return;
        }

        var unpacked = UnpackedAdapter.Open(path, folder);
        _unpacked.Add(unpacked);
        _adapters.Add((name, unpacked.Adapter.Folder));
        if (folder is null && _tuned is not null && _tuned.BaseModelPath != unpacked.Adapter.BaseModelPath)
            throw new ArgumentException($"'{path}' belongs to the model '{unpacked.Adapter.BaseModelPath}', the adapter before it to '{_tuned.BaseModelPath}'; adapters on one model are needed.");
        _tuned = name is null ? unpacked.Adapter : _tuned ?? unpacked.Adapter;
    }

    /// <summary>Sets a client's options. Pictures are decoded as they were when the adapter was trained; of several, the one without a name, or the first.</summary>
    public void Configure(PhiVisionChatClientOptions options)
    {
        _tuned?.Configure(options);
        options.ModelPath = folder ?? _tuned?.BaseModelPath ?? BaseModel.Tiny;
        options.ModelOptions = options.ModelOptions with { Device = device, NumCrops = crops ?? options.ModelOptions.NumCrops };
        options.AdapterPath = _adapters.FirstOrDefault(adapter => adapter.Name is null).Folder;
        foreach (var (name, path) in _adapters.Where(adapter => adapter.Name is not null))
            options.Adapters[name!] = path;
    }

    public void Dispose()
    {
        foreach (var adapter in _unpacked)
            adapter.Dispose();
    }
}
