using PhiVisionML.Model.Constraints.Patterns;

namespace PhiVisionML.Model.Constraints;

/// <summary>The grammar of the texts that match a regular expression as a whole.</summary>
/// <remarks>
/// <para>Supported, over Unicode code points: characters and their escapes (<c>\n \t \x41 \u00e9 \u{1F45C}</c>, a backslash before
/// punctuation), <c>.</c>, classes with ranges and negation, <c>\d \w \s \D \W \S</c> as ECMAScript defines them (ASCII digits and letters),
/// groups <c>(…) (?:…) (?&lt;name&gt;…)</c>, alternation, and the quantifiers <c>? * + {n} {n,} {n,m}</c>; the lazy forms stand for
/// the same texts. <c>^</c> and <c>$</c> may stand at the ends of the expression and of its outermost branches.</para>
/// <para>Look-around, back-references, flags, word borders, Unicode categories and possessive quantifiers are refused.</para>
/// <para><c>.</c>, negated classes, <c>\D</c>, <c>\W</c> and <c>\S</c> generate no control characters but tab, line feed and carriage
/// return; <c>.</c> generates no end of line.</para>
/// </remarks>
public static class RegexGrammar
{
    /// <summary>The most states of a grammar where nothing else is said: 250,000.</summary>
    public const int DefaultMaxStates = 250_000;

    private const int LongestShown = 200;

    /// <summary>Builds the grammar. One space may stand before everything, as in <see cref="TemplateGrammar"/>; decoding takes it away.</summary>
    /// <param name="pattern">The expression, such as <c>[A-Z]{2}-\d{4,6}</c>. The whole answer matches it, with or without anchors.</param>
    /// <param name="maxStates">The most states; default <see cref="DefaultMaxStates"/>. A counted character takes up to ten.</param>
    /// <exception cref="GrammarRefusedException">The expression is malformed, holds what is not supported, matches nothing or is too large; the message has the position.</exception>
    public static Grammar Of(string pattern, int maxStates = DefaultMaxStates)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxStates);
        try
        {
            var builder = new GrammarBuilder(maxStates);
            return builder.BuildAnswer(new RegexBuilder(builder, new Utf8Characters(builder).Of).Build(RegexParser.Parse(pattern).Whole));
        }
        catch (RegexRefusedException refusal)
        {
            throw Refused($"position {refusal.Position}", refusal.Message);
        }
        catch (GrammarTooLargeException)
        {
            throw Refused("position 0", $"it needs more than the {maxStates} states that are allowed; repeat less often, or without end, or raise maxStates.");
        }
        catch (GrammarEmptyException)
        {
            throw Refused("position 0", "no text matches it.");
        }

        GrammarRefusedException Refused(string place, string reason) => new($"The regular expression '{(pattern.Length <= LongestShown ? pattern : pattern[..LongestShown] + "…")}'", [new(place, reason)]);
    }
}
