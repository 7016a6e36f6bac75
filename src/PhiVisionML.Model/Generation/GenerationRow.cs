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
    private readonly TokenSampler _sampler;
    private readonly ITokenConstraintState? _constraint;
    private readonly StreamingDecoder _decoder;
    private readonly StopStringFilter _filter;
    private readonly ulong[] _mask;
    private readonly StringBuilder _text = new();
    private readonly List<int> _tokens = [];
    private readonly List<float> _logProbabilities = [];
    private readonly int _limit;
    private StopReason _reason;
    private float? _stopLogProbability;

    public GenerationRow(int index, GenerationRequest request, PhiTokenizer tokenizer, int vocabulary, int maxPositions)
    {
        _index = index;
        _request = request;
        _stopTokens = [.. request.Options.StopTokens ?? tokenizer.DefaultStopTokens];
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

    /// <summary>Chooses the next token; null when it is a stop token.</summary>
    public GeneratedToken? Advance(Span<float> logits)
    {
        _constraint?.FillMask(_mask, _limit - _tokens.Count);
        var (token, logProbability) = _sampler.Next(logits, _mask);
        if (_stopTokens.Contains(token))
        {
            _stopLogProbability = logProbability;
            string rest = End(StopReason.StopToken);
            return rest.Length == 0 ? null : new GeneratedToken(_index, token, logProbability, rest);
        }

        if (_constraint?.TryAccept(token) == false)
            throw new InvalidOperationException($"The constraint allowed token {token} and then refused it.");
        _tokens.Add(token);
        _logProbabilities.Add(logProbability);
        string text = Emit(_filter.Pass(_decoder.Append(token)));
        if (_filter.Stopped)
            text += End(StopReason.StopString);
        else if (_tokens.Count == _limit)
            text += End(_limit < _request.Options.MaxNewTokens ? StopReason.ContextLength : StopReason.MaxTokens);
        return new GeneratedToken(_index, token, logProbability, text);
    }

    /// <summary>Ends the answer as it is: nobody wants the rest.</summary>
    public void Abandon() => Done = true;

    public GenerationResult Result() => new(_text.ToString(), _tokens, _logProbabilities, _reason, _request.InputIds.Count) { StopLogProbability = _stopLogProbability };

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
