namespace PhiVisionML.MLNet.Scoring;

/// <summary>The tokens of an answer and where in its text each stands.</summary>
internal sealed class AnswerTokens
{
    private readonly List<int> _ends = [];

    public AnswerTokens(IReadOnlyList<AnswerToken> tokens)
    {
        All = tokens;
        int at = 0;
        foreach (var token in tokens)
            _ends.Add(at += token.Text.Length);
    }

    public IReadOnlyList<AnswerToken> All { get; }

    /// <summary>The tokens that write a stretch of the text, and the one that ends it.</summary>
    /// <param name="start">The stretch's first character.</param>
    /// <param name="end">The character after its last.</param>
    /// <returns>Indices, the second one exclusive; nothing if the text is not of these tokens.</returns>
    public (int First, int After) Of(int start, int end)
    {
        int first = _ends.FindIndex(at => at > start);
        if (first < 0)
            return (0, 0);
        // Tokens without text of their own are bytes of the character that the token after them finishes.
        while (first > 0 && All[first - 1].Text.Length == 0)
            first--;
        int last = first;
        while (last < All.Count && !(All[last].Text.Length > 0 && _ends[last] > end))
            last++;
        return (first, Math.Min(last + 1, All.Count));
    }
}
