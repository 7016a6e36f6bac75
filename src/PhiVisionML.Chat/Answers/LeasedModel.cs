using PhiVisionML.Chat.Formats;
using PhiVisionML.Model;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Generation.Reuse;
using PhiVisionML.Model.Lora;

namespace PhiVisionML.Chat.Answers;

/// <summary>A share in a model that the process loads once; taken turn by turn with the others who share it.</summary>
/// <param name="lease">The share; given back when this is disposed.</param>
/// <param name="ownAdapter">Where the PEFT adapter lies for requests that name none; null for the bare base.</param>
/// <param name="adapters">The adapters that requests may name, and where they lie.</param>
/// <param name="limits">How much answers may leave for later ones.</param>
internal sealed class LeasedModel(ModelLease lease, string? ownAdapter, IEnumerable<KeyValuePair<string, string>> adapters, CacheLimits limits) : IAnswerModel
{
    private readonly Dictionary<string, LoraAdapter> _named = [];
    private LoraAdapter? _own;
    private PromptCache? _reuse;

    public ModelParts Load() => lease.Use(model =>
    {
        if (ownAdapter is not null)
            _own ??= LoraFile.Load(ownAdapter, model.Network);
        foreach (var (name, folder) in adapters.Where(adapter => !_named.ContainsKey(adapter.Key)))
            _named.Add(name, LoraFile.Load(folder, model.Network));
        _reuse ??= limits.CacheFor(model.Network);
        return PartsOf(model);
    });

    public void Answer(IReadOnlyList<GenerationRequest> requests, string? adapter, IGenerationListener listener, CancellationToken cancellation)
        => lease.Use(
            model =>
            {
                model.Generator.Generate(requests, listener, adapter is null ? _own : _named[adapter], _reuse);
                return true;
            },
            cancellation);

    // The lease and not the model: whoever uses the model has to take turns.
    public object? Service(Type type) => type == typeof(ModelLease) ? lease : null;

    public void Dispose()
    {
        _reuse?.Dispose();
        foreach (var adapter in _named.Values)
            adapter.Dispose();
        _own?.Dispose();
        lease.Dispose();
    }

    internal static ModelParts PartsOf(PhiVisionModel model)
    {
        var config = model.Network.Config;
        return new(model.Prompts, model.Processor, new AnswerConstraints(model.Tokenizer, config.VocabSize), config.MaxPositionEmbeddings);
    }
}
