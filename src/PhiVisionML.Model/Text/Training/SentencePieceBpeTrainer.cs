namespace PhiVisionML.Model.Text.Training;

/// <summary>
/// Trains a small byte-pair vocabulary in the form of the published tokenizer: spaces as "▁" before words, digits one by one, byte
/// pieces for every other character. (Sennrich et al. 2016, as SentencePiece lays it out.)
/// </summary>
/// <remarks>Deterministic: the same sentences in the same order give the same bytes.</remarks>
public static class SentencePieceBpeTrainer
{
    /// <summary>The control tokens after the pieces, in order of their ids, with the published flags.</summary>
    private static readonly (string Content, bool StripsRight)[] _controls =
    [
        (ControlTokens.EndOfText, false), (ControlTokens.Assistant, true), (ControlTokens.System, false), (ControlTokens.End, false), (ControlTokens.User, false),
    ];

    /// <summary>Trains a vocabulary.</summary>
    /// <param name="sentences">The corpus; the tokenizer will be good at what occurs here.</param>
    /// <param name="options">Sizes; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">The corpus is empty, or its characters alone fill the vocabulary.</exception>
    public static TrainedTokenizer Train(IEnumerable<string> sentences, SentencePieceBpeTrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        options ??= new SentencePieceBpeTrainerOptions();
        options.Check();

        CorpusWords words = CorpusWords.Count(sentences);
        if (words.Counts.Count == 0) throw new ArgumentException("The corpus has no text; give at least one sentence.", nameof(sentences));
        string[] front = [ControlTokens.Unknown, ControlTokens.Begin, ControlTokens.Close, .. Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>")];
        string[] characters = words.Characters(options.CharacterCoverage);
        int room = options.VocabularySize - front.Length - _controls.Length - characters.Length;
        if (room < 0)
            throw new ArgumentException($"The corpus has {characters.Length} characters to cover and a vocabulary of {options.VocabularySize} has room for {characters.Length + room}; raise VocabularySize or lower CharacterCoverage.", nameof(options));

        HashSet<string> reserved = [.. _controls.Select(control => control.Content), .. front.SelectMany(NameAndItsParts)];
        IReadOnlyList<string> joined = new PairMerger(words.Counts, characters, reserved).Merge(room, options.MinimumPairCount);
        string[] pieces = [.. front, .. joined, .. characters];
        Dictionary<string, int> ids = new TokenizerPieces(pieces, []).Ids();
        return new TrainedTokenizer(new TokenizerPieces(pieces, [.. BpeMerges.Of(joined, ids)]), AddedTokensOf(pieces.Length));
    }

    /// <summary>The names that text must never be joined to (such as <c>&lt;s&gt;</c>), and enough of their parts that no two pieces make one.</summary>
    private static IEnumerable<string> NameAndItsParts(string name) =>
        Enumerable.Range(2, name.Length - 1).Select(length => name[..length]).Append(name[1..]);

    private static List<AddedToken> AddedTokensOf(int pieces) =>
    [
        new AddedToken(0, ControlTokens.Unknown, StripsRight: false, IsSpecial: true),
        new AddedToken(1, ControlTokens.Begin, StripsRight: false, IsSpecial: true),
        new AddedToken(2, ControlTokens.Close, StripsRight: true, IsSpecial: false),
        .. _controls.Select((control, index) => new AddedToken(pieces + index, control.Content, control.StripsRight, IsSpecial: true)),
    ];
}
