using PhiVisionML.Chat.Formats;
using PhiVisionML.Model;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Lora;

namespace PhiVisionML.Chat.Answers;

/// <summary>A share in a model that the process loads once; taken turn by turn with the others who share it.</summary>
/// <param name="lease">The share; given back when this is disposed.</param>
/// <param name="adapterFolder">Where a PEFT adapter lies; null for the bare base.</param>
internal sealed class LeasedModel(ModelLease lease, string? adapterFolder) : IAnswerModel
{
    private LoraAdapter? _adapter;

    public ModelParts Load() => lease.Use(model =>
    {
        if (adapterFolder is not null)
            _adapter ??= LoraFile.Load(adapterFolder, model.Network);
        return PartsOf(model);
    });

    public void Answer(IReadOnlyList<GenerationRequest> requests, IGenerationListener listener, CancellationToken cancellation)
        => lease.Use(
            model =>
            {
                model.Generator.Generate(requests, listener, _adapter);
                return true;
            },
            cancellation);

    // The lease and not the model: whoever uses the model has to take turns.
    public object? Service(Type type) => type == typeof(ModelLease) ? lease : null;

    public void Dispose()
    {
        _adapter?.Dispose();
        lease.Dispose();
    }

    internal static ModelParts PartsOf(PhiVisionModel model)
    {
        var config = model.Network.Config;
        return new(model.Prompts, model.Processor, new AnswerConstraints(model.Tokenizer, config.VocabSize), config.MaxPositionEmbeddings);
    }
}
