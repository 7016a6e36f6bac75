namespace PhiVisionML.Catalog.Splits;

/// <summary>What a row is for. In tables these are <c>train</c>, <c>validation</c> and <c>test</c>.</summary>
public enum SplitPart
{
    /// <summary>To train on.</summary>
    Train,

    /// <summary>To choose a model by while training.</summary>
    Validation,

    /// <summary>Held out: only looked at when all is done.</summary>
    Test,
}
