using System.Threading.Channels;
using PhiVisionML.Model.Generation;

namespace PhiVisionML.Chat.Answers;

/// <summary>One request from the queue to its last token: the model's thread writes the pieces, whoever asked reads them.</summary>
/// <param name="request">The request.</param>
/// <param name="adapter">The adapter that it asks for; null for the client's own.</param>
/// <param name="maxPositions">The model's longest sequence, in tokens.</param>
internal sealed class PendingAnswer(GenerationRequest request, string? adapter, int maxPositions)
{
    private readonly Channel<AnswerPiece> _pieces = Channel.CreateUnbounded<AnswerPiece>(new() { SingleReader = true, SingleWriter = true });
    private volatile bool _isWanted = true;

    public GenerationRequest Request => request;

    public string? Adapter => adapter;

    /// <summary>Most tokens that prompt and answer can have.</summary>
    public int Tokens { get; } = (int)Math.Min(maxPositions, (long)request.InputIds.Count + request.Options.MaxNewTokens);

    /// <summary>Whether somebody still reads.</summary>
    public bool IsWanted => _isWanted;

    /// <summary>Says that nobody reads any more.</summary>
    public void Abandon() => _isWanted = false;

    public IAsyncEnumerable<AnswerPiece> ReadAllAsync(CancellationToken cancellation) => _pieces.Reader.ReadAllAsync(cancellation);

    public void Write(AnswerPiece piece) => _pieces.Writer.TryWrite(piece);

    /// <summary>Ends the pieces; after a failure the reader gets it. Of several calls the first counts.</summary>
    public void Complete(Exception? failure = null) => _pieces.Writer.TryComplete(failure);
}
