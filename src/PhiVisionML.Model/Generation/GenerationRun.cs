using PhiVisionML.Model.Generation.Reuse;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Layers;
using PhiVisionML.Model.Lora;
using PhiVisionML.Model.Text;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Generation;

/// <summary>A batch of answers while they grow: a forward pass over the prompts, then one a token, or one for several where an answer's next tokens are forced. Not thread-safe.</summary>
internal sealed class GenerationRun : IDisposable
{
    private const int CollectEvery = 32;

    // Behind what is known the rest of a prompt needs a mask, columns x all; so it comes in slices.
    private const int SliceColumns = 512;

    private readonly Phi3Vision _network;
    private readonly LoraAdapter? _adapter;
    private readonly PromptCache? _reuse;
    private readonly GenerationRow[] _rows;
    private readonly int[] _padding;   // columns before each row
    private readonly KvCache _cache;
    private readonly float[] _logits;
    private readonly int _promptColumns;
    private readonly RunPictures _pictures;
    private int _steps;

    public GenerationRun(Phi3Vision network, PhiTokenizer tokenizer, ImageProcessor processor, IReadOnlyList<GenerationRequest> requests, LoraAdapter? adapter, PromptCache? reuse)
    {
        _network = network;
        _adapter = adapter;
        _reuse = reuse;
        var config = network.Config;
        if (requests.Count == 0)
            throw new ArgumentException("There is no request; a batch needs at least one.", nameof(requests));
        foreach (var request in requests)
            Check(request, config.MaxPositionEmbeddings);
        _rows = [.. requests.Select((r, i) => new GenerationRow(i, r, tokenizer, config.VocabSize, config.MaxPositionEmbeddings))];
        _pictures = new RunPictures(network, processor, [.. requests.Select(r => r.Pictures)], adapter, reuse);
        _promptColumns = requests.Max(r => r.InputIds.Count);
        _padding = [.. requests.Select(r => _promptColumns - r.InputIds.Count)];
        _cache = new KvCache(config, requests.Count, _promptColumns + _rows.Max(r => r.Limit), network.DType, network.Device);
        _logits = new float[requests.Count * config.VocabSize];
    }

    public bool Done => _rows.All(r => r.Done);

    public IReadOnlyList<GenerationRow> Rows => _rows;

    private int PadTokenId => _network.Config.PadTokenId;

    public IReadOnlyList<GenerationResult> Results() => [.. _rows.Select(r => r.Result())];

    /// <summary>Makes the next tokens: one for an answer that is still growing, more where they are forced, none where earlier forced ones are still being fed.</summary>
    public IReadOnlyList<GeneratedToken> Step()
    {
        Forward();
        int vocabulary = _network.Config.VocabSize;
        var made = new List<GeneratedToken>(_rows.Length);
        for (int i = 0; i < _rows.Length; i++)
        {
            var row = _rows[i];
            if (row.Done || row.Ids.Count > Fed(i))
                continue;
            made.AddRange(row.Advance(_logits.AsSpan(i * vocabulary, vocabulary)));
            if (row.Done)
                Keep(i);
        }

        if (++_steps % CollectEvery == 0)
            GC.Collect(0, GCCollectionMode.Forced, blocking: false);   // frees finished tensor handles: without it memory creeps
        return made;
    }

    public void Dispose()
    {
        _cache.Dispose();
        _pictures.Dispose();
    }

    // Leaves the scores of the next token in _logits, [rows, vocab].
    private void Forward()
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        if (_cache.Length > 0)
            Decode();
        else if (_reuse?.Saves([.. _rows.Select(r => r.Request)], _adapter) == true)
            PrefillRowByRow(_reuse);
        else
            PrefillAtOnce();
    }

    private void Decode()
    {
        int columns = Enumerable.Range(0, _rows.Length).Where(i => !_rows[i].Done).Min(i => _rows[i].Ids.Count - Fed(i));
        if (CrossesOriginalLength(columns))
        {
            int all = _cache.Length + columns;
            _cache.Truncate(0);
            Prefill(all);
        }
        else
        {
            Score(TokenBatch.Continue([.. _rows.Select((row, i) => row.Slice(Fed(i), columns, PadTokenId))], _padding, PadTokenId), _cache, row: 0);
        }
    }

    private void PrefillAtOnce()
    {
        Prefill(_promptColumns);
        for (int i = 0; i < _rows.Length; i++)
        {
            _rows[i].Found(0, _pictures.Found(i));
            Keep(i);
        }
    }

    private void Prefill(int columns)
        => Score(TokenBatch.PadLeft([.. _rows.Select((row, i) => row.Slice(0, columns - _padding[i], PadTokenId))], _pictures.All(), PadTokenId), _cache, row: 0);

    // Each row by itself, because each may begin elsewhere; the later ones find what the earlier ones leave.
    private void PrefillRowByRow(PromptCache reuse)
    {
        for (int i = 0; i < _rows.Length; i++)
        {
            var row = _rows[i];
            if (row.Done)
                continue;
            int[] prompt = [.. row.Request.InputIds];
            _cache.Clear(i, _padding[i]);
            using var cache = _cache.Row(i, _padding[i]);
            reuse.Load(prompt, row.Request.Pictures, _adapter, cache);
            int known = cache.Length;
            while (cache.Length < prompt.Length)
            {
                int columns = known == 0 ? prompt.Length : SliceOf(prompt, cache.Length);
                int[] slice = prompt[cache.Length..(cache.Length + columns)];
                Score(TokenBatch.PadLeft([slice], _pictures.Of(i, Places(prompt[..cache.Length]), Places(slice)), PadTokenId), cache, i);
            }

            row.Found(known, _pictures.Found(i));
            reuse.Keep(prompt, row.Request.Pictures, _adapter, cache);
        }

        _cache.Advance(_promptColumns);
    }

    // The length that a pass reaches decides on the RoPE factors, and for a long prompt those are the long ones from its first token on.
    private int SliceOf(int[] prompt, int start)
    {
        int least = _network.UsesLongFactors(prompt.Length) ? _network.Config.OriginalMaxPositionEmbeddings + 1 - start : 0;
        return Math.Min(Math.Max(SliceColumns, least), prompt.Length - start);
    }

    // Scores of the last column go to the places of this row and those after it.
    private void Score(TokenBatch batch, KvCache cache, int row)
    {
        var hidden = _network.Forward(batch, cache, _adapter);
        var logits = _network.Logits(hidden.narrow(1, hidden.size(1) - 1, 1), _adapter).cpu();
        logits.data<float>().CopyTo(_logits, row * _network.Config.VocabSize);
    }

    private static int Places(int[] ids) => ids.Count(id => id < 0);

    // Tokens of a row whose keys and values are in the cache; finished rows are carried along with padding.
    private int Fed(int row) => _cache.Length - _padding[row];

    // From there on a row uses the long RoPE factors, so the keys that were made with the short ones are made anew.
    private bool CrossesOriginalLength(int columns)
        => Enumerable.Range(0, _rows.Length).Any(i => !_rows[i].Done && !_network.UsesLongFactors(Fed(i)) && _network.UsesLongFactors(Fed(i) + columns));

    private void Keep(int row)
    {
        if (_reuse is null)
            return;
        using var inference = inference_mode();
        using var cache = _cache.Row(row, _padding[row]);
        _reuse.Keep([.. _rows[row].Ids.Take(Fed(row))], _rows[row].Request.Pictures, _adapter, cache);
    }

    private static void Check(GenerationRequest request, int maxPositions)
    {
        request.Options.Validate();
        if (request.InputIds.Count == 0)
            throw new ArgumentException("The prompt has no token; it needs at least one.", nameof(request));
        if (request.InputIds.Count >= maxPositions)
            throw new ArgumentException($"The prompt has {request.InputIds.Count} tokens; the model takes fewer than {maxPositions}. Use fewer or smaller pictures (num_crops) or a shorter text.", nameof(request));
        int places = request.InputIds.Count(id => id < 0), tokens = request.Pictures.Sum(p => p.Layout.Tokens);
        if (places != tokens)
            throw new ArgumentException($"The prompt has {places} picture places, but its {request.Pictures.Count} pictures have {tokens} tokens. Encode the prompt with the layouts of the same pictures.", nameof(request));
        if (!request.InputIds.Where(id => id < 0).SequenceEqual(request.Pictures.SelectMany((picture, i) => Enumerable.Repeat(-(i + 1), picture.Layout.Tokens))))
            throw new ArgumentException($"The places of the {request.Pictures.Count} pictures do not stand one picture after the other. Number pictures in the order in which the prompt shows them, each once.", nameof(request));
    }
}
