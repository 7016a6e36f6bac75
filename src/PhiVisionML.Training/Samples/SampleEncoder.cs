using PhiVisionML.Model.Images;

namespace PhiVisionML.Training.Samples;

/// <summary>Joins a prompt and its answer into one row, of which only the answer is learned.</summary>
/// <remarks>
/// The prompt's ids come with picture places (negative numbers); the answer's ids end with <c>&lt;|end|&gt;</c>, newline and
/// <c>&lt;|endoftext|&gt;</c>, as in Microsoft's recipe. Nothing is ever cut: a row that does not fit is refused.
/// </remarks>
public sealed class SampleEncoder
{
    private readonly int _maxSequenceLength;

    /// <summary>Makes an encoder.</summary>
    /// <param name="maxSequenceLength">The longest row in tokens, pictures, prompt and answer together; at least 2.</param>
    public SampleEncoder(int maxSequenceLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSequenceLength, 2);
        _maxSequenceLength = maxSequenceLength;
    }

    /// <summary>Makes a row.</summary>
    /// <param name="id">The row's name.</param>
    /// <param name="promptIds">Prompt up to where the answer begins, with picture places.</param>
    /// <param name="answerIds">Answer with its end tokens.</param>
    /// <param name="pictures">The pictures in the order of their places.</param>
    /// <exception cref="SampleRefusedException">The row is too long, has no prompt or no answer, or its places do not fit its pictures.</exception>
    public TrainingSample Encode(string id, IReadOnlyList<int> promptIds, IReadOnlyList<int> answerIds, IReadOnlyList<HdPicture> pictures)
    {
        if (promptIds.Count == 0 || answerIds.Count == 0)
            throw new SampleRefusedException(id, $"Row '{id}' has {promptIds.Count} prompt tokens and {answerIds.Count} answer tokens; it needs at least one of each.");
        if (answerIds.Any(t => t < 0))
            throw new SampleRefusedException(id, $"Row '{id}' has a picture place in its answer; pictures belong in the prompt.");
        int places = promptIds.Count(t => t < 0), vectors = pictures.Sum(p => p.Layout.Tokens);
        if (places != vectors)
            throw new SampleRefusedException(id, $"Row '{id}' has {places} picture places, but its {pictures.Count} pictures give {vectors} vectors. Encode prompt and pictures with the same num_crops.");
        int length = promptIds.Count + answerIds.Count;
        if (length > _maxSequenceLength)
        {
            throw new SampleRefusedException(id,
                $"Row '{id}' has {length} tokens ({places} for pictures, {promptIds.Count - places} of prompt, {answerIds.Count} of answer), more than the {_maxSequenceLength} allowed; its answer would be cut. Raise the longest sequence, lower num_crops, or shorten the text.");
        }

        return new TrainingSample
        {
            Id = id,
            Ids = [.. promptIds, .. answerIds],
            Labels = [.. Enumerable.Repeat(TrainingSample.Ignored, promptIds.Count), .. answerIds],
            Pictures = pictures,
        };
    }
}
