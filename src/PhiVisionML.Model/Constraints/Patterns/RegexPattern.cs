namespace PhiVisionML.Model.Constraints.Patterns;

/// <summary>A regular expression that was read: its branches, each with its anchors.</summary>
internal sealed record RegexPattern(IReadOnlyList<RegexPattern.Branch> Branches)
{
    /// <summary>A branch.</summary>
    /// <param name="Body">What it matches.</param>
    /// <param name="AtStart">Whether it begins with <c>^</c>.</param>
    /// <param name="AtEnd">Whether it ends with <c>$</c>.</param>
    public readonly record struct Branch(RegexNode Body, bool AtStart, bool AtEnd);

    /// <summary>The texts that match as a whole.</summary>
    public RegexNode Whole => new RegexNode.Either([.. Branches.Select(branch => branch.Body)]);

    /// <summary>The texts in which there is a match.</summary>
    public RegexNode Search => new RegexNode.Either(
        [.. Branches.Select(branch => new RegexNode.Sequence([branch.AtStart ? RegexNode.Empty : RegexNode.AnyText, branch.Body, branch.AtEnd ? RegexNode.Empty : RegexNode.AnyText]))]);
}
