namespace PhiVisionML.Model.Generation;

/// <summary>Follows a batch of answers while they grow. All calls come from the thread that generates.</summary>
public interface IGenerationListener
{
    /// <summary>Whether anybody still waits for an answer; asked before each token, the first one included. If not, the answer ends without a further call.</summary>
    /// <param name="row">Index of the request in the batch.</param>
    bool IsWanted(int row);

    /// <summary>A token appeared.</summary>
    /// <param name="token">The token and the text that it finishes.</param>
    void OnToken(GeneratedToken token);

    /// <summary>An answer is complete; the others of the batch may go on.</summary>
    /// <param name="row">Index of the request in the batch.</param>
    /// <param name="result">The whole answer.</param>
    void OnEnd(int row, GenerationResult result);
}
