using System.Text;
using PhiVisionML.Model.Constraints;
using Xunit;
using static PhiVisionML.Model.Constraints.TemplateSegment;
using static PhiVisionML.Model.Tests.Constraints.GrammarReader;

namespace PhiVisionML.Model.Tests.Constraints;

public class GrammarTests
{
    [Fact]
    public void Visible_characters_are_all_of_Unicode_but_white_space_and_controls()
    {
        var builder = new GrammarBuilder();
        Grammar grammar = builder.Build(new Utf8Characters(builder).Of(CodePointSet.Visible));
        var machine = new Dfa(grammar, grammar.BytesToEnd);
        Span<byte> bytes = stackalloc byte[4];
        for (int codePoint = 0; codePoint <= 0x10FFFF; codePoint++)
        {
            if (!Rune.TryCreate(codePoint, out Rune rune)) continue;
            bool visible = !Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune);
            DfaState state = machine.Start;
            foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)]) state = machine.Step(state, value);
            if (state.Accepts != visible) Assert.Fail($"U+{codePoint:X4} should {(visible ? "" : "not ")}fit.");
        }
    }

    [Theory]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xE0, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xE5, 0x8C })]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0xFF })]
    public void Bytes_that_are_no_UTF8_do_not_fit(byte[] bytes) =>
        Assert.False(Fits(TemplateGrammar.Build([new FreeText(100)]), bytes));

    [Theory]
    [InlineData("red", true)]
    [InlineData("red wool", true)]
    [InlineData("حقيبة 👜🏽 e\u0301", true)]
    [InlineData("", false)]
    [InlineData("red  wool", false)]
    [InlineData("red ", false)]
    [InlineData("  red", false)]
    [InlineData("red\nwool", false)]
    [InlineData("red\u00a0wool", false)]
    [InlineData("123456789012", true)]
    [InlineData("1234567890123", true)]
    [InlineData("123456789012345678901234567", false)]
    public void Free_text_is_words_with_single_spaces_of_limited_length(string text, bool fits) =>
        Assert.Equal(fits, Fits(TemplateGrammar.Build([new FreeText(26)]), text));

    [Theory]
    [InlineData("a, b, c: d", true)]
    [InlineData("a,, c: d", true)]
    [InlineData("a, , c: d", false)]
    [InlineData("a, c, c: d", true)]
    [InlineData("a , c: d", false)]
    [InlineData(", c: d", false)]
    [InlineData("a, c: ", false)]
    [InlineData("a, c: d, c: e", true)]
    [InlineData("a , c: b, c: d", false)]
    public void A_text_ends_at_the_first_occurrence_of_the_literal_after_it(string text, bool fits) =>
        Assert.Equal(fits, Fits(TemplateGrammar.Build([new FreeText(40), new Literal(", c: "), new FreeText(40)]), text));

    [Theory]
    [InlineData("aabaab|x", "aab|", true)]
    [InlineData("xaaab|x", "aab|", true)]
    [InlineData("aab|x", "aab|", false)]
    [InlineData("xababac|x", "abac|", true)]
    [InlineData("one\ntwo: x", "\ntwo: ", true)]
    [InlineData("one\n\ntwo: x", "\ntwo: ", false)]
    [InlineData("one\ntwix: x", "\ntwo: ", false)]
    [InlineData("a | b | x", " | ", true)]
    [InlineData("a  | x", " | ", false)]
    [InlineData("品:包。類:x", "。類:", true)]
    [InlineData("品。。類:x", "。類:", true)]
    public void Literals_that_overlap_themselves_or_hold_newlines_end_a_text_too(string text, string literal, bool fits) =>
        Assert.Equal(fits, Fits(TemplateGrammar.Build([new FreeText(40), new Literal(literal), new FreeText(40)]), text));

    [Fact]
    public void The_length_of_a_text_does_not_count_the_literal()
    {
        Grammar grammar = TemplateGrammar.Build([new FreeText(5), new Literal("; price "), new Number(2)]);
        Assert.True(Fits(grammar, "abcde; price 1"));
        Assert.True(Fits(grammar, "a; pr; price 1"));
        Assert.False(Fits(grammar, "abcdef; price 1"));
    }

    [Fact]
    public void The_last_text_may_hold_the_literal_that_closes_the_template()
    {
        Grammar grammar = TemplateGrammar.Build([new Literal("Name: "), new FreeText(20), new Literal(".")]);
        Assert.True(Fits(grammar, "Name: No. 5."));
        Assert.False(Fits(grammar, "Name: No. 5"));
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("120", true)]
    [InlineData("-7.5", true)]
    [InlineData("0.125", true)]
    [InlineData("007", false)]
    [InlineData("1234", false)]
    [InlineData("1.", false)]
    [InlineData(".5", false)]
    [InlineData("1.2345", false)]
    [InlineData("--1", false)]
    public void Numbers_have_no_leading_zeros_and_limited_digits(string text, bool fits) =>
        Assert.Equal(fits, Fits(TemplateGrammar.Build([new Number(3, 0, 3, AllowsNegative: true)]), text));

    [Theory]
    [InlineData("490.00", true)]
    [InlineData("0.99", true)]
    [InlineData("490", false)]
    [InlineData("490.0", false)]
    [InlineData("-490.00", false)]
    public void A_price_has_two_decimals(string text, bool fits) =>
        Assert.Equal(fits, Fits(TemplateGrammar.Build([new Number(6, 2, 2)]), text));

    [Fact]
    public void One_space_may_stand_before_everything()
    {
        Grammar grammar = TemplateGrammar.Build([new Literal("Price: "), new Number(3)]);
        Assert.True(Fits(grammar, " Price: 1") && Fits(grammar, "Price: 1"));
        Assert.False(Fits(grammar, "  Price: 1"));
    }

    [Fact]
    public void A_text_that_begins_with_a_space_needs_another_before_it()
    {
        Grammar grammar = TemplateGrammar.Build([new Choice([" a", "b"])]);
        Assert.True(Fits(grammar, "  a") && Fits(grammar, "b") && Fits(grammar, " b"));
        Assert.False(Fits(grammar, " a"));   // would be decoded as "a"
    }

    [Fact]
    public void Templates_that_could_not_be_read_back_are_refused()
    {
        Refuses("side by side", new FreeText(10), new Number(3));
        Refuses("runs into", new Choice(["a", "b, x"]), new Literal(", "), new Number(3));
        Refuses("more of its digits", new Number(3), new Literal(".5 "), new FreeText(10));
        Refuses("no values", new Choice([]));
        Refuses("empty", new Choice([""]));
        Refuses("empty", new Literal(""));
        Refuses("U+2581", new Choice(["a▁b"]));
        Refuses("surrogate", new Choice(["a\uD800"]));
        Refuses("at least 4", new FreeText(3));
        Refuses("1 to 28 digits", new Number(0));
        Refuses("no segments");

        static void Refuses(string reason, params TemplateSegment[] segments) =>
            Assert.Contains(reason, Assert.Throws<ArgumentException>(() => TemplateGrammar.Build(segments)).Message, StringComparison.Ordinal);
    }
}
