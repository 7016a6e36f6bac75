namespace PhiVisionML.Catalog.Answers;

/// <summary>What a field of an <see cref="AnswerTemplate"/> holds, and so how it is written, constrained and read.</summary>
public enum AnswerFieldKind
{
    /// <summary>Free text (the default): white space folded to single spaces.</summary>
    Text,

    /// <summary>One value of a closed list, collected from the training rows by <see cref="ChoiceValues"/>.</summary>
    Choice,

    /// <summary>A number, written in the invariant culture with as few digits as it needs.</summary>
    Number,

    /// <summary>An amount of money: a number written with two decimals, without a currency sign.</summary>
    Price,
}
