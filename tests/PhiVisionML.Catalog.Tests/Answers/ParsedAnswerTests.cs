using PhiVisionML.Catalog.Answers;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Answers;

public class ParsedAnswerTests
{
    private static readonly AnswerTemplate Luma = AnswerTemplate.Parse("Product: {title}, Category: {category:choice}, Full Price: {price:price}");

    [Fact]
    public void Every_field_comes_with_its_text_number_and_span()
    {
        var parsed = Luma.ParseAnswer("  Product:  Red  shoe, Category: SHOES, Full Price: 12.50 \n");

        Assert.True(parsed.IsComplete);
        Assert.Equal("Red shoe", parsed["title"].Text);
        Assert.Equal((12, 9), (parsed["title"].Start, parsed["title"].Length));
        Assert.Equal(12.5, parsed["price"].Number);
        Assert.Equal("12.50", parsed.Text.Substring(parsed["price"].Start, parsed["price"].Length));
        Assert.Null(parsed["title"].Number);
    }

    [Theory]
    [InlineData("1,299.00")]
    [InlineData("12.50 €")]
    [InlineData("12.")]
    [InlineData("NaN")]
    [InlineData("1e5")]
    [InlineData("12.5.0")]
    [InlineData("١٢")]
    [InlineData("+5")]
    public void A_price_in_any_other_form_is_unreadable(string price)
    {
        var parsed = Luma.ParseAnswer($"Product: Red shoe, Category: SHOES, Full Price: {price}");

        Assert.False(parsed.IsComplete);
        Assert.True(parsed["category"].Found);
        Assert.False(parsed["price"].Found);
        Assert.Null(parsed["price"].Number);
        Assert.Equal(price, parsed["price"].Text);
        Assert.Contains("no number", Assert.Single(parsed.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_too_large_for_a_double_is_unreadable()
    {
        var parsed = Luma.ParseAnswer("Product: a, Category: b, Full Price: " + new string('9', 400));
        Assert.Null(parsed["price"].Number);
        Assert.False(parsed.IsComplete);
    }

    [Fact]
    public void A_cut_answer_keeps_the_fields_before_the_cut()
    {
        var parsed = Luma.ParseAnswer("Product: Red shoe, Category: SHO");

        Assert.True(parsed["title"].Found);
        Assert.Equal(new ParsedField(Luma.Field("category"), false, null, null, -1, 0), parsed["category"]);
        Assert.False(parsed["price"].Found);
        Assert.Equal("Field 'category' is not followed by ', Full Price: '.", Assert.Single(parsed.Errors));
    }

    [Fact]
    public void Chatter_before_the_answer_is_an_error()
    {
        var parsed = Luma.ParseAnswer("Sure! Product: a, Category: b, Full Price: 1");
        Assert.All(parsed.Fields, field => Assert.False(field.Found));
        Assert.Equal("The answer does not begin with 'Product: '.", Assert.Single(parsed.Errors));
    }

    [Fact]
    public void An_empty_field_is_an_error()
    {
        var parsed = Luma.ParseAnswer("Product: , Category: b, Full Price: 1");
        Assert.False(parsed["title"].Found);
        Assert.Equal("Field 'title' is empty.", Assert.Single(parsed.Errors));
    }

    [Fact]
    public void The_literal_that_closes_a_template_is_looked_for_at_the_end()
    {
        var template = AnswerTemplate.Parse("It is {title}.");
        Assert.Equal("No. 5", template.ParseAnswer("It is No. 5.")["title"].Text);
        Assert.False(template.ParseAnswer("It is No. 5")["title"].Found);
    }

    [Fact]
    public void No_text_makes_the_reader_throw()
    {
        var random = new Random(3);
        for (var i = 0; i < 5_000; i++)
        {
            var text = (i % 2 == 0 ? "Product: " : "") + RandomText.Next(random) + (i % 3 == 0 ? ", Full Price: " : "") + RandomText.Next(random);
            var parsed = Luma.ParseAnswer(text);
            Assert.Equal(3, parsed.Fields.Count);
            Assert.Equal(parsed.IsComplete, parsed.Fields.All(field => field.Found));
        }
        Assert.False(Luma.ParseAnswer("").IsComplete);
    }

    [Fact]
    public void Choices_are_collected_distinct_folded_and_in_ordinal_order()
    {
        Assert.Equal(["BAGS", "Zero", "a b"], ChoiceValues.Collect(Luma.Field("category"), ["a  b", "Zero", null, "", "BAGS", "a b\n"]));
        Assert.Throws<ArgumentException>(() => ChoiceValues.Collect(Luma.Field("category"), [null, " "]));
        Assert.Throws<ArgumentException>(() => ChoiceValues.Collect(Luma.Field("title"), ["x"]));
        Assert.Equal(["S"], ChoiceValues.Collect(Luma, [new Dictionary<string, string?> { ["category"] = "S" }])["category"]);
    }
}
