using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Lora;
using PhiVisionML.Model.Weights;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace PhiVisionML.Model.Layers;

/// <summary>From crops to vectors of the decoder's width: tower, HD transform, projector (<c>vision_embed_tokens</c>).</summary>
internal sealed class PictureEmbedding
{
    private const int CropsAtOnce = 17;   // one picture at num_crops 16

    private readonly ClipVisionConfig _clip;
    private readonly WeightSlot _glbGn;
    private readonly WeightSlot _subGn;
    private readonly ClipTower _imgProcessor;
    private readonly Linear _imgProjection0;
    private readonly Linear _imgProjection2;

    public PictureEmbedding(WeightScope scope, Phi3VisionConfig config)
    {
        _clip = config.Clip;
        long merged = 4L * _clip.HiddenSize;
        _glbGn = scope.Take("glb_GN", 1, 1, merged);
        _subGn = scope.Take("sub_GN", 1, 1, 1, merged);
        _imgProcessor = new ClipTower(scope["img_processor.vision_model"], _clip);
        _imgProjection0 = new Linear(scope["img_projection.0"], merged, config.HiddenSize, bias: true);
        _imgProjection2 = new Linear(scope["img_projection.2"], config.HiddenSize, config.HiddenSize, bias: true);
    }

    public ClipTower Tower => _imgProcessor;

    public IEnumerable<Linear> Linears => [.. _imgProcessor.Linears, .. Projector];

    public IEnumerable<Linear> Projector => [_imgProjection0, _imgProjection2];

    /// <summary>The pictures' vectors one picture after the other, <c>[sum of picture tokens, hidden]</c>.</summary>
    public Tensor Forward(IReadOnlyList<PicturePixels> pictures, LoraAdapter? adapter)
    {
        using var scope = NewDisposeScope();
        var features = Encode(cat([.. pictures.Select(p => p.Crops)], 0), adapter);
        var perPicture = new List<Tensor>();
        long start = 0;
        foreach (var picture in pictures)
        {
            long crops = picture.Crops.size(0);
            perPicture.Add(HdTransform(features.narrow(0, start, crops), picture.TilesHigh, picture.TilesWide));
            start += crops;
        }

        return Project(cat(perPicture, 0), adapter).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Tiles as one grid with a separator after each row, one separator, then the global view likewise ("sub_glb").
    /// </summary>
    /// <param name="features">
    /// <c>[1 + tilesHigh · tilesWide, patches, width]</c>, the global view first; or one crop alone where a single tile equals the global view.
    /// </param>
    /// <param name="tilesHigh">Rows of tiles.</param>
    /// <param name="tilesWide">Tiles in a row.</param>
    /// <returns><c>[tokens, 4 · width]</c>.</returns>
    public Tensor HdTransform(Tensor features, int tilesHigh, int tilesWide)
    {
        long tiles = tilesHigh * tilesWide;
        long first = features.size(0) - tiles;   // 0 where the one tile is the global view itself
        var merged = Merge(features);
        var global = EndRows(merged.narrow(0, 0, 1), 1, 1);
        var grid = EndRows(merged.narrow(0, first, tiles), tilesHigh, tilesWide);
        return cat([grid, _glbGn.Value.reshape(1, -1), global], 0);
    }

    /// <summary>The two-layer projector with exact GELU, <c>[tokens, 4 · width]</c> to <c>[tokens, hidden]</c>.</summary>
    public Tensor Project(Tensor merged, LoraAdapter? adapter)
        => _imgProjection2.Forward(F.gelu(_imgProjection0.Forward(merged, adapter)), adapter);

    private Tensor Encode(Tensor crops, LoraAdapter? adapter)
    {
        long count = crops.size(0);
        if (count <= CropsAtOnce)
            return _imgProcessor.Forward(crops, adapter);
        var parts = new List<Tensor>();
        for (long start = 0; start < count; start += CropsAtOnce)
            parts.Add(_imgProcessor.Forward(crops.narrow(0, start, Math.Min(CropsAtOnce, count - start)), adapter));
        return cat(parts, 0);
    }

    // Every 2x2 patches become one vector: top left, top right, bottom left, bottom right. [crops, patches, w] -> [crops, t, t, 4w]
    private Tensor Merge(Tensor features)
    {
        long crops = features.size(0), width = features.size(2), side = _clip.TokensPerSide;
        return features.reshape(crops, side, 2, side, 2, width)
            .permute(0, 1, 3, 2, 4, 5)   // [crops, t, t, 2, 2, w]
            .reshape(crops, side, side, 4 * width);
    }

    // [high * wide, t, t, c] -> one grid [high * t, wide * t, c] -> rows ended by the separator, flattened
    private Tensor EndRows(Tensor merged, long high, long wide)
    {
        long side = merged.size(1), width = merged.size(3);
        var grid = merged.reshape(high, wide, side, side, width)
            .permute(0, 2, 1, 3, 4)   // [high, t, wide, t, c]
            .reshape(high * side, wide * side, width);
        var separators = _subGn.Value.reshape(1, 1, width).expand(high * side, 1, width);
        return cat([grid, separators], 1).reshape(-1, width);
    }
}
