namespace PhiVisionML.Model.Constraints;

/// <summary>How far one answer has come. One for each sequence; not thread-safe.</summary>
public interface ITokenConstraintState
{
    /// <summary>Whether the answer may end here.</summary>
    bool CanStop { get; }

    /// <summary>Whether nothing but a stop token can follow.</summary>
    bool MustStop { get; }

    /// <summary>The fewest tokens, the stop token included, within which this answer surely can be completed.</summary>
    int MinimumTokens { get; }

    /// <summary>
    /// Sets the bit of each token that may come next and clears all others; the stop tokens' bits where <see cref="CanStop"/>. Whichever
    /// of them is taken, the answer can be completed within the budget.
    /// </summary>
    /// <param name="mask">One bit for each id, bit <c>id % 64</c> of word <c>id / 64</c>.</param>
    /// <param name="remainingTokens">How many tokens may still be generated, the next one and the stop token included.</param>
    /// <exception cref="ArgumentException">The mask has too few words.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The budget is below <see cref="MinimumTokens"/>; the message has both numbers.</exception>
    void FillMask(Span<ulong> mask, int remainingTokens);

    /// <summary>Takes a token, if the answer may continue with it. After a stop token nothing but stop tokens is accepted.</summary>
    /// <param name="token">An id.</param>
    /// <returns>Whether it may; if not, the state is unchanged.</returns>
    bool TryAccept(int token);

    /// <summary>The bytes that must come next whatever is chosen; empty where there is a choice, or the answer may end.</summary>
    byte[] ForcedBytes();
}
