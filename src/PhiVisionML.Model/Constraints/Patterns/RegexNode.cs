namespace PhiVisionML.Model.Constraints.Patterns;

/// <summary>A part of a regular expression. Only the kinds below exist.</summary>
internal abstract record RegexNode
{
    private RegexNode()
    {
    }

    /// <summary>The empty string.</summary>
    public static RegexNode Empty { get; } = new Sequence([]);

    /// <summary>Any text.</summary>
    public static RegexNode AnyText { get; } = new Repeat(new Characters(CodePointSet.Text), 0, null);

    /// <summary>One character of a set.</summary>
    public sealed record Characters(CodePointSet Set) : RegexNode;

    /// <summary>One part after the other.</summary>
    public sealed record Sequence(IReadOnlyList<RegexNode> Parts) : RegexNode;

    /// <summary>One of several parts.</summary>
    public sealed record Either(IReadOnlyList<RegexNode> Branches) : RegexNode;

    /// <summary>A part from <paramref name="Minimum"/> to <paramref name="Maximum"/> times; null is without end.</summary>
    public sealed record Repeat(RegexNode Part, int Minimum, int? Maximum) : RegexNode;
}
