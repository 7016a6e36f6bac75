namespace PhiVisionML.Model.Text.Training;

/// <summary>How a small vocabulary is trained.</summary>
public sealed class SentencePieceBpeTrainerOptions
{
    /// <summary>
    /// How many ids there are at most, control tokens and the 256 byte pieces included: 512 to 4096, default 1024. A small corpus may
    /// give fewer, since a pair of pieces must be seen <see cref="MinimumPairCount"/> times to be joined.
    /// </summary>
    public int VocabularySize { get; set; } = 1024;

    /// <summary>The share of the corpus's characters that get a piece of their own, the frequent ones first: above 0 to 1, default 0.9995. The others are spelled in bytes. Printable ASCII always has pieces.</summary>
    public double CharacterCoverage { get; set; } = 0.9995;

    /// <summary>How often a pair of pieces must occur to be joined: at least 1, default 2.</summary>
    public int MinimumPairCount { get; set; } = 2;

    internal void Check()
    {
        if (VocabularySize is < 512 or > 4096) throw new ArgumentOutOfRangeException(nameof(VocabularySize), VocabularySize, "VocabularySize must be 512 to 4096.");
        if (CharacterCoverage is not (> 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(CharacterCoverage), CharacterCoverage, "CharacterCoverage must be above 0 and at most 1.");
        if (MinimumPairCount < 1) throw new ArgumentOutOfRangeException(nameof(MinimumPairCount), MinimumPairCount, "MinimumPairCount must be at least 1.");
    }
}
