using PhiVisionML.Model;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Generation.Reuse;
using PhiVisionML.Model.Lora;

namespace PhiVisionML.Chat.Answers;

/// <summary>A model that somebody else loaded, keeps and disposes.</summary>
/// <param name="model">The model.</param>
/// <param name="adapter">Low-rank corrections; null for the bare base.</param>
/// <param name="limits">How much answers may leave for later ones.</param>
internal sealed class GivenModel(PhiVisionModel model, LoraAdapter? adapter, CacheLimits limits) : IAnswerModel
{
    private readonly PromptCache? _reuse = limits.CacheFor(model.Network);

    public ModelParts Load() => LeasedModel.PartsOf(model);

    public void Answer(IReadOnlyList<GenerationRequest> requests, IGenerationListener listener, CancellationToken cancellation)
        => model.Generator.Generate(requests, listener, adapter, _reuse);

    public object? Service(Type type) => type == typeof(PhiVisionModel) ? model : type == typeof(LoraAdapter) ? adapter : null;

    public void Dispose() => _reuse?.Dispose();
}
