using PhiVisionML.Chat.Telemetry;
using PhiVisionML.Model.Generation;

namespace PhiVisionML.Chat.Answers;

/// <summary>Hands each token of a batch to the one who waits for it, and takes the batch's times.</summary>
/// <param name="batch">The answers in the order of the requests.</param>
/// <param name="metrics">Hears of each answer's end.</param>
/// <param name="modelId">Who answers.</param>
/// <param name="time">The clock.</param>
/// <param name="stop">Ends all of them.</param>
internal sealed class BatchListener(IReadOnlyList<PendingAnswer> batch, ChatMetrics metrics, string modelId, TimeProvider time, CancellationToken stop) : IGenerationListener
{
    private readonly List<GenerationResult> _results = [];
    private long? _start;
    private long? _firstToken;

    public bool IsWanted(int row)
    {
        _start ??= time.GetTimestamp();   // asked before anything is computed, and after waiting for the model's turn
        return batch[row].IsWanted && !stop.IsCancellationRequested;
    }

    public void OnToken(GeneratedToken token)
    {
        long now = time.GetTimestamp();
        _firstToken ??= now;
        batch[token.Row].Write(new AnswerPiece(token.Text, End: null, now));
    }

    public void OnEnd(int row, GenerationResult result)
    {
        long now = time.GetTimestamp();
        _firstToken ??= now;   // an answer may be empty
        _results.Add(result);
        metrics.EndOfAnswer(modelId, batch[row].Request, result);
        batch[row].Write(new AnswerPiece("", result, now));
        batch[row].Complete();
    }

    /// <summary>Says how fast the batch was, if nobody left it early.</summary>
    public void Record()
    {
        if (_results.Count == batch.Count && _start is { } start && _firstToken is { } first)
            metrics.EndOfBatch(modelId, _results, time.GetElapsedTime(start, first), time.GetElapsedTime(first));
    }
}
