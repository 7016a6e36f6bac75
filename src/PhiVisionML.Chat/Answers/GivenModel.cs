using PhiVisionML.Model;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Generation.Reuse;
using PhiVisionML.Model.Lora;

namespace PhiVisionML.Chat.Answers;

/// <summary>A model that somebody else loaded, keeps and disposes.</summary>
/// <param name="model">The model.</param>
/// <param name="own">Low-rank corrections for requests that name no adapter; null for the bare base.</param>
/// <param name="named">The adapters that requests may name.</param>
/// <param name="limits">How much answers may leave for later ones.</param>
internal sealed class GivenModel(PhiVisionModel model, LoraAdapter? own, IReadOnlyDictionary<string, LoraAdapter> named, CacheLimits limits) : IAnswerModel
{
    private readonly PromptCache? _reuse = limits.CacheFor(model.Network);

    public ModelParts Load() => LeasedModel.PartsOf(model);

    public void Answer(IReadOnlyList<GenerationRequest> requests, string? adapter, IGenerationListener listener, CancellationToken cancellation)
        => model.Generator.Generate(requests, listener, adapter is null ? own : named[adapter], _reuse);

    public object? Service(Type type) => type == typeof(PhiVisionModel) ? model : type == typeof(LoraAdapter) ? own : null;

    public void Dispose() => _reuse?.Dispose();
}
