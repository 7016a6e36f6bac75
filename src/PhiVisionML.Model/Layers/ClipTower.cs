using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Lora;
using PhiVisionML.Model.Weights;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace PhiVisionML.Model.Layers;

/// <summary>
/// CLIP's vision transformer up to <c>hidden_states[-2]</c>. The last layer and the final norm are in the checkpoint and are
/// kept for saving, but nothing depends on them, so they are not run.
/// </summary>
internal sealed class ClipTower
{
    private readonly ClipVisionConfig _config;
    private readonly WeightSlot _classEmbedding;
    private readonly WeightSlot _patchEmbedding;
    private readonly WeightSlot _positionEmbedding;
    private readonly LayerNorm _preLayrnorm;   // spelled so in the checkpoint
    private readonly ClipEncoderLayer[] _layers;

    public ClipTower(WeightScope scope, ClipVisionConfig config)
    {
        _config = config;
        long positions = config.PatchesPerSide * config.PatchesPerSide + 1;
        _classEmbedding = scope["embeddings"].Take("class_embedding", config.HiddenSize);
        _patchEmbedding = scope["embeddings.patch_embedding"].Take("weight", config.HiddenSize, 3, config.PatchSize, config.PatchSize);
        _positionEmbedding = scope["embeddings.position_embedding"].Take("weight", positions, config.HiddenSize);
        _preLayrnorm = new LayerNorm(scope["pre_layrnorm"], config.HiddenSize, config.LayerNormEps);
        _layers = [.. Enumerable.Range(0, config.NumHiddenLayers).Select(i => new ClipEncoderLayer(scope[$"encoder.layers.{i}"], config))];
        _ = new LayerNorm(scope["post_layernorm"], config.HiddenSize, config.LayerNormEps);
    }

    /// <summary>The linear layers that are run.</summary>
    public IEnumerable<Linear> Linears => _layers.SkipLast(1).SelectMany(l => l.Linears);

    /// <summary>Patch features of crops.</summary>
    /// <param name="pixels">Normalised crops, <c>[crops, 3, imageSize, imageSize]</c>.</param>
    /// <param name="adapter">Low-rank corrections, or null.</param>
    /// <returns><c>[crops, patches, hidden]</c>, the class token dropped.</returns>
    public Tensor Forward(Tensor pixels, LoraAdapter? adapter)
    {
        using var scope = NewDisposeScope();
        var x = HiddenState(pixels, adapter);
        return x.narrow(1, 1, x.size(1) - 1).MoveToOuterDisposeScope();
    }

    /// <summary><c>hidden_states[-2]</c> with the class token in front, <c>[crops, patches + 1, hidden]</c>.</summary>
    public Tensor HiddenState(Tensor pixels, LoraAdapter? adapter)
    {
        using var scope = NewDisposeScope();
        var x = Embed(pixels);
        foreach (var layer in _layers.SkipLast(1))
            x = layer.Forward(x, adapter);
        return x.MoveToOuterDisposeScope();
    }

    /// <summary>Patches and class token with positions, after the first norm: <c>[crops, patches + 1, hidden]</c>.</summary>
    public Tensor Embed(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var patches = F.conv2d(pixels.to_type(_patchEmbedding.Value.dtype), _patchEmbedding.Value, strides: [_config.PatchSize, _config.PatchSize])
            .flatten(2).transpose(1, 2);
        var first = _classEmbedding.Value.expand(pixels.size(0), 1, _config.HiddenSize);
        return _preLayrnorm.Forward(cat([first, patches], 1).Plus(_positionEmbedding.Value)).MoveToOuterDisposeScope();
    }
}
