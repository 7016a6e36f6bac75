using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Layers;
using PhiVisionML.Model.Lora;
using PhiVisionML.Model.Native;
using PhiVisionML.Model.Weights;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace PhiVisionML.Model;

/// <summary>
/// Phi-3-Vision: embed the tokens, embed the pictures (CLIP, HD transform, projector), splice, decode, give logits.
/// </summary>
/// <remarks>
/// The network holds weights and nothing else: caches, adapters and positions are arguments. Forward passes may run on several
/// threads as long as nobody replaces weights meanwhile. Names of the weights are those of the published checkpoint.
/// Source: modeling_phi3_v.py and image_embedding_phi3_v.py of Phi-3-vision-128k-instruct.
/// </remarks>
public sealed class Phi3Vision : IDisposable
{
    private readonly WeightSlot _embedTokens;
    private readonly PictureEmbedding _visionEmbedTokens;
    private readonly DecoderLayer[] _layers;
    private readonly RmsNorm _norm;
    private readonly Linear _lmHead;
    private readonly RotaryEmbedding _rotary;
    private readonly Scalar _padTokenId;   // a field, so that it is not collected during a call

    /// <summary>Builds the network over the tensors of a source.</summary>
    /// <param name="config">The shape.</param>
    /// <param name="source">Checkpoint, random numbers, or shapes alone.</param>
    /// <exception cref="CheckpointException">The checkpoint does not fit; every name at fault is listed.</exception>
    public Phi3Vision(Phi3VisionConfig config, WeightSource source)
    {
        TorchRuntime.EnsureLoaded();
        Config = config;
        using var none = no_grad();
        var root = new WeightScope(source, Weights);
        var model = root["model"];
        _embedTokens = model["embed_tokens"].Take("weight", config.VocabSize, config.HiddenSize);
        _visionEmbedTokens = new PictureEmbedding(model["vision_embed_tokens"], config);
        _layers = [.. Enumerable.Range(0, config.NumHiddenLayers).Select(i => new DecoderLayer(model[$"layers.{i}"], config, i))];
        _norm = new RmsNorm(model["norm"], config.HiddenSize, config.RmsNormEps);
        _lmHead = new Linear(root["lm_head"], config.HiddenSize, config.VocabSize);
        _rotary = new RotaryEmbedding(config);
        _padTokenId = config.PadTokenId;
        source.Complete();
    }

    /// <summary>The shape.</summary>
    public Phi3VisionConfig Config { get; }

    /// <summary>All weights under their published names.</summary>
    public WeightTable Weights { get; } = new();

    /// <summary>The type that the network works in.</summary>
    public ScalarType DType => _embedTokens.Value.dtype;

    /// <summary>Where the network works.</summary>
    public Device Device => _embedTokens.Value.device;

    internal PictureEmbedding Pictures => _visionEmbedTokens;

    /// <summary>Whether a sequence of this many tokens turns its keys by the long RoPE factors.</summary>
    internal bool UsesLongFactors(int length) => _rotary.IsLong(length);

    /// <summary>Every linear layer that an adapter can correct: tower (the layers that are run), projector, decoder, head.</summary>
    internal IEnumerable<Linear> Linears => [.. _visionEmbedTokens.Linears, .. _layers.SelectMany(l => l.Linears), _lmHead];

    /// <summary>The vision tower alone.</summary>
    /// <param name="crops">Normalised crops, <c>[crops, 3, side, side]</c>.</param>
    /// <param name="adapter">Low-rank corrections; null for the bare base.</param>
    /// <returns>Patch features, <c>[crops, patches, width]</c>: <c>hidden_states[-2]</c> without the class token.</returns>
    public Tensor EncodeCrops(Tensor crops, LoraAdapter? adapter = null) => _visionEmbedTokens.Tower.Forward(crops, adapter);

    /// <summary>The vectors that stand in the pictures' places: tower, HD transform, projector.</summary>
    /// <param name="pictures">At least one picture.</param>
    /// <param name="adapter">Low-rank corrections; null for the bare base.</param>
    /// <returns>One picture after the other, <c>[sum of picture tokens, hidden]</c>.</returns>
    public Tensor EmbedPictures(IReadOnlyList<PicturePixels> pictures, LoraAdapter? adapter = null) => _visionEmbedTokens.Forward(pictures, adapter);

    /// <summary>Decodes a batch up to the last norm.</summary>
    /// <param name="batch">Ids with pictures in their places.</param>
    /// <param name="cache">Past tokens, extended by this call; null to work without.</param>
    /// <param name="adapter">Low-rank corrections; null for the bare base.</param>
    /// <param name="hiddenStates">If given, receives the embeddings and then each layer's output, the last one normed.</param>
    /// <returns><c>[batch, seq, hidden]</c>.</returns>
    /// <exception cref="ArgumentException">Picture places and picture vectors differ in number; the message holds both.</exception>
    public Tensor Forward(TokenBatch batch, KvCache? cache = null, LoraAdapter? adapter = null, IList<Tensor>? hiddenStates = null)
    {
        using var scope = NewDisposeScope();
        var x = Embed(batch, adapter);
        var pass = Prepare(batch, cache, adapter);
        foreach (var layer in _layers)
        {
            hiddenStates?.Add(x.alias().DetachFromDisposeScope());
            x = layer.Forward(x, pass);
        }

        cache?.Advance(batch.Columns);
        x = _norm.Forward(x);
        hiddenStates?.Add(x.alias().DetachFromDisposeScope());
        return x.MoveToOuterDisposeScope();
    }

    /// <summary>Scores of every vocabulary entry in float32.</summary>
    /// <param name="hidden">Normed output of <see cref="Forward"/>, <c>[…, hidden]</c>; pass only the positions that are needed.</param>
    /// <param name="adapter">Low-rank corrections; null for the bare base.</param>
    /// <returns><c>[…, vocab]</c>.</returns>
    public Tensor Logits(Tensor hidden, LoraAdapter? adapter = null)
    {
        using var scope = NewDisposeScope();
        return _lmHead.Forward(hidden, adapter).to_type(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>Cross-entropy at the answer's tokens alone, in float32.</summary>
    /// <param name="batch">Prompts with answers.</param>
    /// <param name="labels">For each row and column the expected token, or -100 where none is asked; the label of column t is predicted from column t - 1.</param>
    /// <param name="adapter">Low-rank corrections; null for the bare base.</param>
    /// <returns>Sum over the labelled tokens (a scalar) and their number.</returns>
    public (Tensor Sum, int Count) AnswerLoss(TokenBatch batch, int[,] labels, LoraAdapter? adapter = null)
    {
        var (places, targets) = AnswerPlaces(batch, labels);
        using var scope = NewDisposeScope();
        var hidden = Forward(batch, adapter: adapter).reshape(-1, Config.HiddenSize);
        var logits = Logits(hidden.index_select(0, tensor(places, device: Device)), adapter);
        var sum = F.cross_entropy(logits, tensor(targets, device: Device), reduction: nn.Reduction.Sum);
        return (sum.MoveToOuterDisposeScope(), targets.Length);
    }

    /// <summary>Releases the weights.</summary>
    public void Dispose()
    {
        foreach (var slot in Weights.Slots)
            slot.Value.Dispose();
    }

    private static (long[] Places, long[] Targets) AnswerPlaces(TokenBatch batch, int[,] labels)
    {
        if (labels.GetLength(0) != batch.Rows || labels.GetLength(1) != batch.Columns)
            throw new ArgumentException($"Labels are [{labels.GetLength(0)}, {labels.GetLength(1)}], the batch is [{batch.Rows}, {batch.Columns}]; they must have the same shape.", nameof(labels));
        var places = new List<long>();
        var targets = new List<long>();
        for (int row = 0; row < batch.Rows; row++)
        {
            for (int column = 1; column < batch.Columns; column++)
            {
                if (labels[row, column] < 0)
                    continue;
                places.Add((long)row * batch.Columns + column - 1);
                targets.Add(labels[row, column]);
            }
        }

        return targets.Count > 0 ? ([.. places], [.. targets]) : throw new ArgumentException("No token of the batch has a label.", nameof(labels));
    }

    // Token embeddings with the pictures' vectors in their places: [batch, seq, hidden]
    private Tensor Embed(TokenBatch batch, LoraAdapter? adapter)
    {
        using var scope = NewDisposeScope();
        var ids = tensor(batch.TokenIds(), device: Device);
        var embedded = _embedTokens.Value.index_select(0, ids);
        if (_embedTokens.Value.requires_grad)
            embedded = where(ids.eq(_padTokenId).unsqueeze(1), embedded.detach(), embedded);   // the padding row is never trained
        var vectors = batch.PictureVectors ?? (batch.Pictures.Count > 0 ? EmbedPictures(batch.Pictures, adapter) : null);
        long[] places = batch.PicturePlaces();
        if (places.Length != (vectors?.size(0) ?? 0))
            throw new ArgumentException($"The ids have {places.Length} picture places, but the pictures give {vectors?.size(0) ?? 0} vectors. Give all pictures, with the num_crops that the ids were made with.", nameof(batch));
        if (vectors is not null)
            embedded = embedded.index_copy(0, tensor(places, device: Device), vectors);

        return embedded.reshape(batch.Rows, batch.Columns, Config.HiddenSize).MoveToOuterDisposeScope();
    }

    private DecoderPass Prepare(TokenBatch batch, KvCache? cache, LoraAdapter? adapter)
    {
        int past = cache?.Length ?? 0;
        cache?.Require(batch.Rows, batch.Columns);
        var rows = batch.LeftPadding.Select((padding, row) => (past - padding, past + batch.Columns - padding - batch.RightPadding[row])).ToArray();
        var tables = _rotary.Tables(rows, batch.Columns, DType, Device);
        bool padded = batch.LeftPadding.Any(p => p > 0);
        if (!padded && past == 0)
            return new DecoderPass(tables, null, IsCausal: true, cache, adapter);
        if (!padded && batch.Columns == 1)
            return new DecoderPass(tables, null, IsCausal: false, cache, adapter);
        return new DecoderPass(tables, AttentionMask.Build(batch.LeftPadding, past, batch.Columns, Device), IsCausal: false, cache, adapter);
    }
}
