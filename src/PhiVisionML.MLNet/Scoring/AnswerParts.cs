namespace PhiVisionML.MLNet.Scoring;

/// <summary>The parts of a <see cref="PictureAnswer"/> that active columns read.</summary>
[Flags]
internal enum AnswerParts
{
    /// <summary>Only whether the row can be answered at all.</summary>
    None = 0,
    Text = 1,
    Score = 2,
    TokenCount = 4,

    /// <summary>The text and the tokens that it is made of.</summary>
    Fields = 8,

    /// <summary>What stands beside the tokens: their bytes, the likeliest other ones, and so the runner-up of each choice.</summary>
    Evidence = 16,
}
