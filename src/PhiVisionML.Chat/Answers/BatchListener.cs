using PhiVisionML.Model.Generation;

namespace PhiVisionML.Chat.Answers;

/// <summary>Hands each token of a batch to the one who waits for it.</summary>
/// <param name="batch">The answers in the order of the requests.</param>
/// <param name="stop">Ends all of them.</param>
internal sealed class BatchListener(IReadOnlyList<PendingAnswer> batch, CancellationToken stop) : IGenerationListener
{
    public bool IsWanted(int row) => batch[row].IsWanted && !stop.IsCancellationRequested;

    public void OnToken(GeneratedToken token) => batch[token.Row].Write(new AnswerPiece(token.Text, End: null));

    public void OnEnd(int row, GenerationResult result)
    {
        batch[row].Write(new AnswerPiece("", result));
        batch[row].Complete();
    }
}
