using PhiVisionML.Model;

namespace PhiVisionML.Chat;

/// <summary>A chat client's options, and where the model comes from that it loads.</summary>
public sealed class PhiVisionChatClientOptions : PhiVisionChatOptions
{
    /// <summary>The model's folder; needed.</summary>
    public string ModelPath { get; set; } = "";

    /// <summary>Folder of a PEFT adapter for the model (<c>adapter_config.json</c>, <c>adapter_model.safetensors</c>); null (default) means the bare model.</summary>
    public string? AdapterPath { get; set; }

    /// <summary>
    /// Further PEFT adapters on the same weights (a brand, a language, a season), folders by name; none by default. A request chooses one by
    /// its name as <see cref="Microsoft.Extensions.AI.ChatOptions.ModelId"/>, or with <see cref="ChatOptionsExtensions.WithAdapter"/>.
    /// </summary>
    public IDictionary<string, string> Adapters { get; } = new Dictionary<string, string>();

    /// <summary>Device, precision and number of crops. Clients whose folder and options are equal share one copy of the weights.</summary>
    public PhiVisionModelOptions ModelOptions { get; set; } = new();

    /// <summary>Whether a host loads the model when it starts, and does not start if that fails; false (default) loads it for the first request. Without a host, call <see cref="PhiVisionChatClient.LoadAsync"/>.</summary>
    public bool LoadAtStart { get; set; }

    internal override IEnumerable<string> Faults()
    {
        foreach (string fault in base.Faults())
            yield return fault;
        if (ModelPath.Length == 0)
            yield return $"{nameof(ModelPath)} is missing; give the folder of a model (config.json, preprocessor_config.json, tokenizer.json, model.safetensors).";
        else if (!Directory.Exists(ModelPath))
            yield return $"{nameof(ModelPath)} is '{ModelPath}', which is no folder.";
        if (AdapterPath is not null && !Directory.Exists(AdapterPath))
            yield return $"{nameof(AdapterPath)} is '{AdapterPath}', which is no folder.";
        foreach (var (name, folder) in Adapters.Where(adapter => !Directory.Exists(adapter.Value)))
            yield return $"{nameof(Adapters)} has '{name}' at '{folder}', which is no folder.";
    }
}
