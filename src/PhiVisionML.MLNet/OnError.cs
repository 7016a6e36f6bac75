namespace PhiVisionML.MLNet;

/// <summary>What happens to a row that cannot be read or scored: a broken picture, say, or a prompt that is too long.</summary>
public enum OnError
{
    /// <summary>The rows before it are handed out; then its exception is thrown.</summary>
    Throw,

    /// <summary>
    /// The row is kept: its added columns are empty (text), not-a-number (floating point) or zero (counts), and the
    /// error column says why.
    /// </summary>
    EmitEmpty,
}
