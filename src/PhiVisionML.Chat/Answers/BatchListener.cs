using PhiVisionML.Chat.Telemetry;
using PhiVisionML.Model.Generation;

namespace PhiVisionML.Chat.Answers;

/// <summary>Hands each token of a batch to the one who waits for it, and takes the batch's times.</summary>
/// <param name="batch">The answers in the order of the requests.</param>
/// <param name="time">The clock.</param>
/// <param name="stop">Ends all of them.</param>
internal sealed class BatchListener(IReadOnlyList<PendingAnswer> batch, TimeProvider time, CancellationToken stop) : IGenerationListener
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
        _firstToken ??= time.GetTimestamp();
        batch[token.Row].Write(new AnswerPiece(token.Text, End: null));
    }

    public void OnEnd(int row, GenerationResult result)
    {
        _firstToken ??= time.GetTimestamp();   // an answer may be empty
        _results.Add(result);
        batch[row].Write(new AnswerPiece("", result));
        batch[row].Complete();
    }

    /// <summary>Says what the batch took, if nobody left it early.</summary>
    public void Record(ChatMetrics metrics, string modelId)
    {
        if (_results.Count == batch.Count && _start is { } start && _firstToken is { } first)
            metrics.EndOfBatch(modelId, [.. batch.Select(answer => answer.Request)], _results, time.GetElapsedTime(start, first), time.GetElapsedTime(first));
    }
}
