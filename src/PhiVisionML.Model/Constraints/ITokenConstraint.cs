namespace PhiVisionML.Model.Constraints;

/// <summary>Says which tokens an answer may continue with. Compiled once, shared by all requests; thread-safe.</summary>
public interface ITokenConstraint
{
    /// <summary>How many ids a mask covers: the columns of the logits.</summary>
    int VocabularySize { get; }

    /// <summary>How many <c>ulong</c> a mask needs: one bit for each id.</summary>
    int MaskWords => (VocabularySize + 63) / 64;

    /// <summary>The fewest tokens, the stop token included, within which an answer surely can be completed.</summary>
    int MinimumTokens { get; }

    /// <summary>Begins an answer.</summary>
    ITokenConstraintState Start();
}
