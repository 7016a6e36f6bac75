namespace PhiVisionML.MLNet.Scoring;

/// <summary>A row that is ready for the device: pixels and token ids, in managed memory.</summary>
/// <param name="tokens">The length of its prompt in tokens, pictures included; batches are bounded by it.</param>
internal abstract class PreparedRow(int tokens)
{
    public int Tokens => tokens;
}
