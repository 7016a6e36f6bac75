using PhiVisionML.Model.Images;
using PhiVisionML.Model.Layers;
using PhiVisionML.Model.Lora;
using PhiVisionML.Model.Text;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Generation;

/// <summary>A batch of answers while they grow: one forward pass over the prompts, then one a token. Not thread-safe.</summary>
internal sealed class GenerationRun : IDisposable
{
    private const int CollectEvery = 32;

    private readonly Phi3Vision _network;
    private readonly LoraAdapter? _adapter;
    private readonly GenerationRow[] _rows;
    private readonly List<int>[] _ids;
    private readonly TokenBatch _prompts;
    private readonly KvCache _cache;
    private readonly float[] _logits;
    private int _steps;

    public GenerationRun(Phi3Vision network, PhiTokenizer tokenizer, ImageProcessor processor, IReadOnlyList<GenerationRequest> requests, LoraAdapter? adapter)
    {
        _network = network;
        _adapter = adapter;
        var config = network.Config;
        foreach (var request in requests)
            Check(request, config.MaxPositionEmbeddings);
        _rows = [.. requests.Select((r, i) => new GenerationRow(i, r, tokenizer, config.VocabSize, config.MaxPositionEmbeddings))];
        _ids = [.. requests.Select(r => r.InputIds.ToList())];
        _prompts = TokenBatch.PadLeft(_ids, [.. requests.SelectMany(r => r.Pictures).Select(Pixels)], config.PadTokenId);
        _cache = new KvCache(config, requests.Count, _prompts.Columns + _rows.Max(r => r.Limit), network.DType, network.Device);
        _logits = new float[requests.Count * config.VocabSize];

        PicturePixels Pixels(HdPicture picture)
        {
            var pixels = PicturePixels.From(processor, picture, network.Device);
            pixels.Crops.DetachFromDisposeScope();   // lives as long as the run, whatever scope the caller has open
            return pixels;
        }
    }

    public bool Done => _rows.All(r => r.Done);

    public IReadOnlyList<GenerationRow> Rows => _rows;

    public IReadOnlyList<GenerationResult> Results() => [.. _rows.Select(r => r.Result())];

    /// <summary>Makes one token for every answer that is still growing.</summary>
    public IReadOnlyList<GeneratedToken> Step()
    {
        Forward();
        int vocabulary = _network.Config.VocabSize;
        var made = new List<GeneratedToken>(_rows.Length);
        for (int i = 0; i < _rows.Length; i++)
        {
            int next = _network.Config.PadTokenId;   // finished rows are carried along
            if (!_rows[i].Done && _rows[i].Advance(_logits.AsSpan(i * vocabulary, vocabulary)) is { } token)
            {
                made.Add(token);
                next = token.Id;
            }

            _ids[i].Add(next);
        }

        if (++_steps % CollectEvery == 0)
            GC.Collect(0, GCCollectionMode.Forced, blocking: false);   // frees finished tensor handles: without it memory creeps
        return made;
    }

    public void Dispose()
    {
        _cache.Dispose();
        foreach (var picture in _prompts.Pictures)
            picture.Crops.Dispose();
    }

    // Leaves the scores of the next token in _logits, [rows, vocab].
    private void Forward()
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        TokenBatch batch;
        if (_cache.Length == 0)
        {
            batch = _prompts;
        }
        else if (CrossesOriginalLength())
        {
            _cache.Truncate(0);
            batch = TokenBatch.PadLeft(_ids, _prompts.Pictures, _network.Config.PadTokenId);
        }
        else
        {
            batch = TokenBatch.Continue([.. _ids.Select(ids => new[] { ids[^1] })], _prompts);
        }

        var hidden = _network.Forward(batch, _cache, _adapter);
        var logits = _network.Logits(hidden.narrow(1, hidden.size(1) - 1, 1), _adapter).cpu();
        logits.data<float>().CopyTo(_logits);
    }

    // From here on a row uses the long RoPE factors, so the keys that were made with the short ones are made anew.
    private bool CrossesOriginalLength() => _ids.Any(ids => ids.Count == _network.Config.OriginalMaxPositionEmbeddings + 1);

    private static void Check(GenerationRequest request, int maxPositions)
    {
        request.Options.Validate();
        if (request.InputIds.Count >= maxPositions)
            throw new ArgumentException($"The prompt has {request.InputIds.Count} tokens; the model takes fewer than {maxPositions}. Use fewer or smaller pictures (num_crops) or a shorter text.", nameof(request));
        int places = request.InputIds.Count(id => id < 0), tokens = request.Pictures.Sum(p => p.Layout.Tokens);
        if (places != tokens)
            throw new ArgumentException($"The prompt has {places} picture places, but its {request.Pictures.Count} pictures have {tokens} tokens. Encode the prompt with the layouts of the same pictures.", nameof(request));
    }
}
