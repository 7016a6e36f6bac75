using PhiVisionML.MLNet.Images;
using PhiVisionML.MLNet.Scoring;
using PhiVisionML.Model.Constraints;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Lora;

namespace PhiVisionML.MLNet.Network;

/// <summary>Answers with the network: one call of the generator for a batch, in this scorer's turn at the model.</summary>
/// <param name="model">The base; this scorer's to dispose.</param>
/// <param name="adapter">The adapter, this scorer's to dispose; null for the bare base.</param>
/// <param name="constraint">What answers may be; null for any text.</param>
/// <param name="maxNewTokens">The most tokens of an answer.</param>
internal sealed class NetworkScorer(BaseModel model, LoraAdapter? adapter, ITokenConstraint? constraint, int maxNewTokens) : IPictureScorer
{
    // Held while a batch is answered, so that disposing waits for it; never disposed, for others may still wait here.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly GenerationOptions _options = new() { MaxNewTokens = maxNewTokens };

    // Enough that a value's second is among them, although other cuts of the first are, too.
    private const int EvidenceAlternatives = 8;

    private bool _isDisposed;

    public PreparedRow Prepare(IReadOnlyList<PictureSource> pictures, string prompt)
    {
        var row = model.Rows.Encode(pictures, prompt);
        int needed = row.Tokens + (constraint?.MinimumTokens ?? 1), most = model.Config.MaxPositionEmbeddings;
        return needed <= most ? row : throw new FormatException(
            $"The row's prompt has {row.Tokens} tokens, pictures included, and its answer needs {needed - row.Tokens}; the model takes {most}. Lower NumCrops or shorten the prompt.");
    }

    public IReadOnlyList<PictureAnswer> Score(IReadOnlyList<PreparedRow> rows, AnswerParts wanted, CancellationToken cancellation)
    {
        var options = wanted.HasFlag(AnswerParts.Evidence) ? _options with { Alternatives = EvidenceAlternatives } : _options;
        var requests = rows.Cast<EncodedRow>().Select(row => new GenerationRequest(row.Ids, row.Pictures) { Options = options, Constraint = constraint });
        var tokens = rows.Select(_ => new List<AnswerToken>()).ToArray();
        var results = Generate([.. requests], token => tokens[token.Row].Add(Token(token)), cancellation);
        return [.. results.Select((result, i) => Answer(result, tokens[i]))];
    }

    public void Dispose()
    {
        _turn.Wait();
        try
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            adapter?.Dispose();
            model.Dispose();
        }
        finally
        {
            _turn.Release();
        }
    }

    private IReadOnlyList<GenerationResult> Generate(GenerationRequest[] requests, Action<GeneratedToken> onToken, CancellationToken cancellation)
    {
        _turn.Wait(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return model.Use(loaded => loaded.Generator.Generate(requests, adapter, onToken, cancellation), cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    private AnswerToken Token(GeneratedToken token)
        => new(token.Text, token.LogProbability) { Bytes = model.Tokenizer.TokenBytes(token.Id).GetValueOrDefault(), Alternatives = Alternatives(token.Alternatives) };

    private AnswerAlternative[]? Alternatives(IReadOnlyList<TokenAlternative> alternatives)
        => alternatives.Count == 0 ? null : [.. alternatives.Select(other => new AnswerAlternative(model.Tokenizer.TokenBytes(other.Id), other.LogProbability))];

    private PictureAnswer Answer(GenerationResult result, List<AnswerToken> tokens)
    {
        float score = result.LogProbabilities.Count == 0 ? float.NaN : result.LogProbabilities.Average();
        bool stopIsMissing = result.StopLogProbability is not null && tokens.Count == result.TokenIds.Count;   // it is reported where it finishes text
        var error = result.StopReason switch
        {
            StopReason.MaxTokens => $"The answer was cut after {result.TokenIds.Count} tokens; raise MaxNewTokens.",
            StopReason.ContextLength => $"The answer was cut after {result.TokenIds.Count} tokens, where the model's longest sequence ends; lower NumCrops or shorten the prompt.",
            _ => "",
        };
        return new(result.Text, score, result.TokenIds.Count, error)
        {
            PromptTokenCount = result.PromptTokens,
            Tokens = stopIsMissing ? [.. tokens, new AnswerToken("", result.StopLogProbability!.Value) { Alternatives = Alternatives(result.StopAlternatives) }] : tokens,
        };
    }
}
