namespace PhiVisionML.Model.Constraints;

/// <summary>Where generated JSON has white space outside of strings.</summary>
public enum JsonLayout
{
    /// <summary>After each colon and comma one space or none, as the model likes.</summary>
    Free,

    /// <summary>None: <c>{"a":1,"b":2}</c>. The fewest tokens, and the longest stretches that are forced.</summary>
    Compact,

    /// <summary>One space after each colon and comma: <c>{"a": 1, "b": 2}</c>, as most models were trained.</summary>
    Spaced,

    /// <summary>A line for each member and element, two spaces of indentation a level, one space after each colon.</summary>
    Indented,
}
