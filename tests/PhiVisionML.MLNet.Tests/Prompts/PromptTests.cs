using Microsoft.ML;
using PhiVisionML.Catalog.Prompts;
using PhiVisionML.MLNet.Prompts;
using PhiVisionML.MLNet.Tests.Fakes;
using Xunit;

namespace PhiVisionML.MLNet.Tests.Prompts;

public class PromptTests
{
    [Theory]
    [InlineData("What is it?", "What is it?")]
    [InlineData("A {Brand} for {Price}, {Stock} left, new: {New}.", "A Čapek for 12.5, 1234567890123 left, new: true.")]
    [InlineData("{{Brand}} is {Brand}{Brand}}}", "{Brand} is ČapekČapek}")]
    [InlineData("", "")]
    public void Placeholders_are_filled_in_the_invariant_culture(string template, string expected)
        => Assert.Equal(expected, Fill(template, new() { Brand = "Čapek", Price = 12.5f, Stock = 1234567890123, New = true }));

    [Fact]
    public void What_a_column_holds_is_not_read_as_a_template()
        => Assert.Equal("{Price} <|end|>", Fill("{Brand}", new() { Brand = "{Price} <|end|>" }));

    [Fact]
    public void Missing_values_are_empty()
        => Assert.Equal("[][]", Fill("[{Brand}][{Price}]", new() { Brand = null, Price = float.NaN }));

    [Theory]
    [InlineData("a {Brand", "'{' without its partner at position 2")]
    [InlineData("a } b", "'}' without its partner at position 2")]
    [InlineData("a {} b", "no column name in the braces at position 2")]
    [InlineData("{a{b}", "no column name in the braces at position 0")]
    public void A_template_that_cannot_be_read_is_refused_with_the_place(string template, string reason)
        => Assert.Contains(reason, Assert.Throws<FormatException>(() => PromptTemplate.Parse(template)).Message, StringComparison.Ordinal);

    [Fact]
    public void Columns_are_listed_once()
        => Assert.Equal(["A", "B c"], PromptTemplate.Parse("{A}{B c}{A}").Columns);

    private static string Fill(string template, Described row)
    {
        var context = new MLContext();
        var data = context.Data.LoadFromEnumerable([row]);
        var reader = PromptReader.FromTemplate(context, data.Schema, PromptTemplate.Parse(template));
        using var cursor = data.GetRowCursor(reader.Columns);
        var read = reader.CreateReader(cursor);
        Assert.True(cursor.MoveNext());
        return read();
    }
}
