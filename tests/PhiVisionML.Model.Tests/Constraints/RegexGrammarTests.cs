using System.Text.RegularExpressions;
using PhiVisionML.Model.Constraints;
using Xunit;
using static PhiVisionML.Model.Tests.Constraints.GrammarReader;

namespace PhiVisionML.Model.Tests.Constraints;

public class RegexGrammarTests
{
    private static readonly string[] _texts =
        ["", "a", "b", "ab", "aab", "aaab", "abab", "ba", "c", "abc", "A", "0", "7", "42", "007", "a1", "_", "-", "]", "\\", "a.b", "a-b", "x y", "x\ty", "x\ny", "é", "ß", "包", "👜", "👜🏽", "a👜b", "\"", "{2}", "$", "^", "AB-1234", "AB-123", "ab-1234", "AB-1234567"];

    [Theory]
    [InlineData("a")]
    [InlineData("")]
    [InlineData("a|b|")]
    [InlineData("^a|b$")]
    [InlineData("a?b+")]
    [InlineData("a*?b??")]
    [InlineData("(a|b)*")]
    [InlineData("(?:ab){1,2}")]
    [InlineData("(?<word>ab)+")]
    [InlineData("((a*)*b?)*")]
    [InlineData("a{0}b{2}")]
    [InlineData("a{1,}b")]
    [InlineData("(a{1,3}|c)b?")]
    [InlineData("[a-c]+")]
    [InlineData("[^a-c]")]
    [InlineData("[\\]\\\\-]")]
    [InlineData("[-a]|[a-]")]
    [InlineData("[\\d_]+")]
    [InlineData("[A-Z]{2}-\\d{4,6}")]
    [InlineData("\\w+")]
    [InlineData("\\W")]
    [InlineData("\\D+")]
    [InlineData("\\S+\\s\\S+")]
    [InlineData(".+")]
    [InlineData("a.b")]
    [InlineData("a\\.b|a\\-b|\\{2\\}|\\$|\\^|\"")]
    [InlineData("\\x41|\\u00e9|\\u5305")]
    [InlineData("x\\ty|x\\ny")]
    public void What_fits_is_what_NETs_engine_matches_as_a_whole(string pattern)
    {
        Grammar grammar = RegexGrammar.Of(pattern);
        var engine = new Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant);
        foreach (string text in _texts.Where(text => text.All(unit => unit < 128) || !pattern.Contains('w', StringComparison.OrdinalIgnoreCase)))   // \w is ASCII here, Unicode there
        {
            if (text.Any(char.IsSurrogate) || (text.Contains('\n', StringComparison.Ordinal) && pattern == "\\D+")) continue;   // its characters are UTF-16 units
            Assert.True(engine.IsMatch(text) == Fits(grammar, " " + text), $"'{text}' and {pattern}");
        }
    }

    [Theory]
    [InlineData(".", "👜", true)]
    [InlineData("..", "👜", false)]
    [InlineData("[👛-👝]{2}", "👜👝", true)]
    [InlineData("\\u{1F45C}", "👜", true)]
    [InlineData("\\uD83D\\uDC5C", "👜", true)]
    [InlineData("[^a]", "👜", true)]
    [InlineData("\\w", "é", false)]
    [InlineData(".", "\n", false)]
    [InlineData(".", "\u0001", false)]
    [InlineData("\\x01", "\u0001", true)]
    [InlineData("\\s", "\u3000", true)]
    [InlineData(" a", " a", false)]
    [InlineData(" a", "  a", true)]
    public void Characters_are_code_points(string pattern, string text, bool fits) =>
        Assert.Equal(fits, Fits(RegexGrammar.Of(pattern), text));

    [Theory]
    [InlineData("a(?=b)", 1, "look-around")]
    [InlineData("(?<!a)b", 0, "look-around")]
    [InlineData("(?i)a", 0, "flags")]
    [InlineData("(?>a)", 0, "atomic")]
    [InlineData("(a)\\1", 3, "back-references")]
    [InlineData("a\\b", 1, "word borders")]
    [InlineData("\\p{L}", 0, "categories")]
    [InlineData("a++", 2, "possessive")]
    [InlineData("a**", 2, "quantifier follows")]
    [InlineData("*a", 0, "nothing to repeat")]
    [InlineData("a{2,1}", 1, "smaller")]
    [InlineData("a{x}", 1, "{n}")]
    [InlineData("a{99999999999}", 1, "99999999999")]
    [InlineData("(a", 0, "never closed")]
    [InlineData("a)", 1, "never opened")]
    [InlineData("[a", 0, "never closed")]
    [InlineData("[]", 0, "empty")]
    [InlineData("[b-a]", 1, "before it begins")]
    [InlineData("[\\d-x]", 1, "cannot bound")]
    [InlineData("[a-z-[aeiou]]", 4, "subtraction")]
    [InlineData("[[:alpha:]]", 1, "[:alpha:]")]
    [InlineData("a^b", 1, "anchor")]
    [InlineData("(^a)", 1, "anchor")]
    [InlineData("a$b", 2, "'$'")]
    [InlineData("\\A", 0, "anchor")]
    [InlineData("\\q", 0, "\\q")]
    [InlineData("a\\", 1, "nothing follows")]
    [InlineData("\\x4", 0, "2 hexadecimal")]
    [InlineData("\\uD800", 0, "surrogate")]
    public void What_cannot_be_enforced_is_refused_with_its_position(string pattern, int position, string reason)
    {
        GrammarRefusal refusal = Assert.Single(Assert.Throws<GrammarRefusedException>(() => RegexGrammar.Of(pattern)).Refusals);
        Assert.Equal($"position {position}", refusal.Place);
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused() =>
        Assert.Equal("position 1", Assert.Single(Assert.Throws<GrammarRefusedException>(() => RegexGrammar.Of("a\uD800")).Refusals).Place);

    [Fact]
    public void An_expression_that_nothing_matches_or_that_is_too_large_is_refused()
    {
        Assert.Contains("no text", Assert.Throws<GrammarRefusedException>(() => RegexGrammar.Of("[^\\d\\D]")).Message, StringComparison.Ordinal);
        Assert.Contains("250000 states", Assert.Throws<GrammarRefusedException>(() => RegexGrammar.Of("((a{1000}){1000}){1000}")).Message, StringComparison.Ordinal);
        Assert.Contains("100 states", Assert.Throws<GrammarRefusedException>(() => RegexGrammar.Of("a{60}", maxStates: 100)).Message, StringComparison.Ordinal);
    }
}
