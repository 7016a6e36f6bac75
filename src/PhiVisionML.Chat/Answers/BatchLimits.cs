namespace PhiVisionML.Chat.Answers;

/// <summary>How many requests are answered together.</summary>
/// <param name="Requests">Most requests.</param>
/// <param name="Tokens">Most tokens, every request counted as long as the longest.</param>
internal sealed record BatchLimits(int Requests, int Tokens)
{
    /// <summary>How many of the waiting requests make the next batch: from the first on, in their order; at least one.</summary>
    /// <param name="waiting">The tokens of each waiting request; at least one.</param>
    public int Count(IEnumerable<int> waiting)
    {
        int count = 0;
        long longest = 0;
        foreach (int tokens in waiting.Take(Requests))
        {
            longest = Math.Max(longest, tokens);
            if (count > 0 && longest * (count + 1) > Tokens)
                break;
            count++;
        }

        return count;
    }
}
