namespace PhiVisionML.Model.Constraints;

/// <summary>One thing that a grammar cannot be made from.</summary>
/// <param name="Place">Where it stands: a JSON pointer into the schema such as <c>#/properties/price/multipleOf</c>, or <c>position 4</c> of a regular expression, counted from 0 in UTF-16 units.</param>
/// <param name="Reason">A sentence that says what is wrong with it, and what to do.</param>
public sealed record GrammarRefusal(string Place, string Reason)
{
    /// <summary>Place and reason in one line.</summary>
    public override string ToString() => $"{Place}: {Reason}";
}
