namespace PhiVisionML.Model.Constraints.Patterns;

/// <summary>Builds the grammar part of a regular expression.</summary>
/// <param name="builder">Where to build.</param>
/// <param name="characters">Builds one character of a set: as it is, or as a JSON string writes it.</param>
internal sealed class RegexBuilder(GrammarBuilder builder, Func<CodePointSet, Fragment> characters)
{
    public Fragment Build(RegexNode node) => node switch
    {
        RegexNode.Characters one => characters(one.Set),
        RegexNode.Sequence sequence => builder.Sequence([.. sequence.Parts.Select(Build)]),
        RegexNode.Either either => builder.Either(either.Branches.Select(Build)),
        RegexNode.Repeat repeat => builder.Repeat(() => Build(repeat.Part), repeat.Minimum, repeat.Maximum),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, "There is no such part of a regular expression."),
    };
}
