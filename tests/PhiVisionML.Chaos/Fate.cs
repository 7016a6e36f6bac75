namespace PhiVisionML.Chaos;

/// <summary>What is to become of a product, by its SKU.</summary>
internal enum Fate
{
    /// <summary>It is answered.</summary>
    Answered,

    /// <summary>It fails twice, then it is answered.</summary>
    FailsTwice,

    /// <summary>It fails for good.</summary>
    Fails,
}
