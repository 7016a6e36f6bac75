using System.Text;
using PhiVisionML.Model.Constraints;
using PhiVisionML.Model.Text;

namespace PhiVisionML.Model.Generation;

/// <summary>One answer while it grows.</summary>
internal sealed class GenerationRow
{
    private readonly int _index;
    private readonly GenerationRequest _request;
    private readonly HashSet<int> _stopTokens;
    private readonly PhiTokenizer _tokenizer;
    private readonly TokenSampler _sampler;
    private readonly ITokenConstraintState? _constraint;
    private readonly StreamingDecoder _decoder;
    private readonly StopStringFilter _filter;
    private readonly ulong[] _mask;
    private readonly StringBuilder _text = new();
    private readonly List<int> _ids;
    private readonly List<int> _tokens = [];
    private readonly List<float> _logProbabilities = [];
    private readonly int _limit;
    private int _cachedTokens;
    private int _cachedPictures;
    private StopReason _reason;
    private SampledToken? _stop;

    public GenerationRow(int index, GenerationRequest request, PhiTokenizer tokenizer, int vocabulary, int maxPositions)
    {
        _index = index;
        _request = request;
        _stopTokens = [.. request.Options.StopTokens ?? tokenizer.DefaultStopTokens];
        _tokenizer = tokenizer;
        _ids = [.. request.InputIds];
        _sampler = new TokenSampler(request.Options, request.InputIds);
        _constraint = request.Constraint?.Start();
        _decoder = tokenizer.CreateStreamingDecoder();
        _filter = new StopStringFilter(request.Options.StopStrings);
        _mask = _constraint is null ? [] : new ulong[(vocabulary + 63) / 64];
        _limit = Math.Min(request.Options.MaxNewTokens, maxPositions - request.InputIds.Count);
    }

    public bool Done { get; private set; }

    /// <summary>Most tokens this answer can get.</summary>
    public int Limit => _limit;

    /// <summary>Prompt and answer so far; the places of picture k hold -k.</summary>
    public IReadOnlyList<int> Ids => _ids;

    /// <summary>What is answered.</summary>
    public GenerationRequest Request => _request;

    /// <summary>Some of <see cref="Ids"/>, with padding where they are over.</summary>
    public int[] Slice(int start, int count, int padTokenId)
        => [.. Enumerable.Range(start, count).Select(at => at < _ids.Count ? _ids[at] : padTokenId)];

    /// <summary>Notes how much of the request was known beforehand.</summary>
    public void Found(int tokens, int pictures) => (_cachedTokens, _cachedPictures) = (tokens, pictures);

    /// <summary>Chooses the next token, and takes those that then must follow.</summary>
    /// <param name="logits">Score of every token, <c>[vocab]</c>; overwritten.</param>
    /// <returns>The tokens in their order; a stop token only if it finishes text.</returns>
    public IReadOnlyList<GeneratedToken> Advance(Span<float> logits)
    {
        _constraint?.FillMask(_mask, _limit - _tokens.Count);
        var chosen = _sampler.Next(logits, _mask);
        if (_stopTokens.Contains(chosen.Id))
        {
            _stop = chosen;
            string rest = End(StopReason.StopToken);
            return rest.Length == 0 ? [] : [new GeneratedToken(_index, chosen.Id, chosen.LogProbability, rest) { Alternatives = chosen.Alternatives }];
        }

        List<GeneratedToken> made = [Take(chosen)];
        foreach (int forced in Forced())
        {
            if (Done || !IsAllowed(forced))
                break;
            _sampler.Note(forced);
            made.Add(Take(new(forced, LogProbability: 0, [])));
        }

        return made;
    }

    /// <summary>Ends the answer as it is: nobody wants the rest.</summary>
    public void Abandon() => Done = true;

    public GenerationResult Result() => new(_text.ToString(), _tokens, _logProbabilities, _reason, _request.InputIds.Count) { StopLogProbability = _stop?.LogProbability, StopAlternatives = _stop?.Alternatives ?? [], CachedPromptTokens = _cachedTokens, CachedPictures = _cachedPictures };

    private GeneratedToken Take(SampledToken chosen)
    {
        int token = chosen.Id;
        if (_constraint?.TryAccept(token) == false)
            throw new InvalidOperationException($"The constraint allowed token {token} and then refused it.");
        _tokens.Add(token);
        _ids.Add(token);
        _logProbabilities.Add(chosen.LogProbability);
        string text = Emit(_filter.Pass(_decoder.Append(token)));
        if (_filter.Stopped)
            text += End(StopReason.StopString);
        else if (_tokens.Count == _limit)
            text += End(_limit < _request.Options.MaxNewTokens ? StopReason.ContextLength : StopReason.MaxTokens);
        return new GeneratedToken(_index, token, chosen.LogProbability, text) { Alternatives = chosen.Alternatives };
    }

    // The tokens of the text that must follow, but for the last one, which may end within what the model chooses next.
    private int[] Forced()
    {
        if (_constraint is null || !_request.Options.FeedForcedText)
            return [];
        int[] tokens = _tokenizer.EncodeContinuation(_constraint.ForcedBytes());
        return tokens.Length > 1 ? tokens[..^1] : [];
    }

    // Whether the constraint takes a token within the budget.
    private bool IsAllowed(int token)
    {
        _constraint!.FillMask(_mask, _limit - _tokens.Count);
        return (_mask[token >> 6] >> (token & 63) & 1) != 0;
    }

    private string End(StopReason reason)
    {
        Done = true;
        _reason = reason;
        string rest = _filter.Stopped ? "" : _filter.Pass(_decoder.Finish());
        return Emit(rest + _filter.Finish());
    }

    private string Emit(string text)
    {
        _text.Append(text);
        return text;
    }
}
