using PhiVisionML.MLNet.Images;

namespace PhiVisionML.MLNet.Scoring;

/// <summary>
/// A base model with an adapter. All members may be called by several threads at once, and by two scorers over one base;
/// whoever shares a device takes turns inside. Disposing while a call is under way lets that call finish.
/// </summary>
internal interface IPictureScorer : IDisposable
{
    /// <summary>
    /// Decodes a row's pictures and tokenizes its prompt, on the CPU, without waiting for the device: it runs while the
    /// device scores the batch before.
    /// </summary>
    /// <param name="pictures">One or more pictures, in the order of the columns.</param>
    /// <param name="prompt">Plain text: nothing in it is a control token or a place of a picture.</param>
    /// <exception cref="Exception">A picture cannot be read or decoded, or the row is too long for the model; the message says which.</exception>
    PreparedRow Prepare(IReadOnlyList<PictureSource> pictures, string prompt);

    /// <summary>
    /// Answers a batch of rows of this scorer's own <see cref="Prepare"/>: one answer each, in order, the same as if each
    /// row were alone.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="wanted">What of the answers will be read; the rest may be left at its default.</param>
    /// <param name="cancellation">Looked at between tokens.</param>
    IReadOnlyList<PictureAnswer> Score(IReadOnlyList<PreparedRow> rows, AnswerParts wanted, CancellationToken cancellation);
}
