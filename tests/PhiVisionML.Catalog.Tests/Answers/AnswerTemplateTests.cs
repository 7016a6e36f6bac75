using PhiVisionML.Catalog.Answers;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Answers;

public class AnswerTemplateTests
{
    private const string Luma = "Product: {title}, Category: {category3_code:choice}, Full Price: {full_price:price}";

    [Fact]
    public void Fields_and_segments_come_in_the_order_of_the_text()
    {
        var template = AnswerTemplate.Parse(Luma);

        Assert.Equal(
            [new AnswerField("title"), new AnswerField("category3_code", AnswerFieldKind.Choice), new AnswerField("full_price", AnswerFieldKind.Price, 2)],
            template.Fields);
        Assert.Equal(["Product: ", "<title>", ", Category: ", "<category3_code>", ", Full Price: ", "<full_price>"],
            template.Segments.Select(segment => segment.IsField ? $"<{segment.Field.Name}>" : segment.Literal));
    }

    [Fact]
    public void Doubled_braces_are_plain_braces()
    {
        var template = AnswerTemplate.Parse("{{\"title\": \"{title}\"}}");

        Assert.Equal("{\"title\": \"Shoe\"}", template.Render(_ => "Shoe"));
        Assert.Equal("Shoe", template.ParseAnswer("{\"title\": \"Shoe\"}")["title"].Text);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("  \n", "is empty")]
    [InlineData("no field", "has no field")]
    [InlineData("{a} and {b} and {a}", "field 'a' 2 times")]
    [InlineData("{a:colour}", "unknown kind 'colour'; the kinds are text, choice, number and price")]
    [InlineData("{a}{b}", "'a' and 'b' stand side by side")]
    [InlineData("Title: {a", "'{' at position 7 is not closed")]
    [InlineData("Title: {a {b}", "'{' at position 7 is not closed")]
    [InlineData("Title: a} {b}", "'}' without a '{' at position 8")]
    [InlineData("{ }", "at position 0 has no name")]
    [InlineData("{a:price:2:x}", "has 4 parts")]
    [InlineData("{a:price:ten}", "asks for 'ten' decimals")]
    [InlineData("{a:price:10}", "asks for '10' decimals")]
    [InlineData("{a:text:2}", "has no decimals")]
    [InlineData("{a:number}0 pieces", "more of its digits")]
    [InlineData("{a:price}.5 {b}", "more of its digits")]
    [InlineData("{a} \uD83D", "surrogate")]
    public void A_faulty_template_is_refused_with_the_reason(string source, string reason)
    {
        var error = Assert.Throws<FormatException>(() => AnswerTemplate.Parse(source));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_folds_white_space_and_writes_prices_with_two_decimals()
    {
        var row = new Dictionary<string, string?> { ["title"] = "  Red\r\n\tshoe\u00A0 36 ", ["category3_code"] = "SHOES", ["full_price"] = "1.299,5 €" };

        Assert.Equal("Product: Red shoe 36, Category: SHOES, Full Price: 1299.50", AnswerTemplate.Parse(Luma).Render(row));
    }

    [Theory]
    [InlineData("{n:number}", "12.50", "12.5")]
    [InlineData("{n:number}", "1e3", "1000")]
    [InlineData("{n:number}", "-0.0", "0")]
    [InlineData("{n:number:1}", "2.25", "2.3")]
    [InlineData("{n:price}", "-0.001", "0.00")]
    [InlineData("{n:price}", "12.345", "12345.00")]
    [InlineData("{n:price:0}", "12,5", "13")]
    public void Numbers_are_written_in_one_form(string template, string value, string expected) =>
        Assert.Equal(expected, AnswerTemplate.Parse(template).Render(_ => value));

    [Theory]
    [InlineData("title", null, "has no value")]
    [InlineData("title", " \n", "has no value")]
    [InlineData("full_price", "on request", "'on request', which does not read as a price")]
    [InlineData("title", "Bag, Category: fake", "would be read back as 'Bag'")]
    public void A_row_that_cannot_be_written_is_refused_by_field(string field, string? value, string reason)
    {
        var row = new Dictionary<string, string?> { ["title"] = "Bag", ["category3_code"] = "BAGS", ["full_price"] = "10", [field] = value };

        var error = Assert.Throws<AnswerRenderException>(() => AnswerTemplate.Parse(Luma).Render(row));

        Assert.Equal(field, error.FieldName);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_whose_end_overlaps_the_next_literal_is_refused()
    {
        var template = AnswerTemplate.Parse("{a}aba{b}");
        Assert.Throws<AnswerRenderException>(() => template.Render(name => name == "a" ? "xab" : "y"));
    }

    [Theory]
    [InlineData(Luma)]
    [InlineData("{title}, Category: {category3_code:choice}.")]
    [InlineData(" {title}\n{category3_code} \n")]
    [InlineData("{{{title}}} ({full_price:price}.) {category3_code}")]
    [InlineData("{full_price:number}-{title}")]
    [InlineData("{title} {full_price:price:0}.{category3_code}")]
    public void Whatever_is_rendered_is_read_back_as_the_normalised_values(string source)
    {
        var template = AnswerTemplate.Parse(source);
        var random = new Random(7);
        var rendered = 0;
        for (var row = 0; row < 1_500; row++)
        {
            var values = template.Fields.ToDictionary(
                field => field.Name,
                field => (string?)(field.IsNumeric ? NumberFormat.Render(random.Next(-100_000, 100_000) / 100m, null) : RandomText.Next(random)));
            string answer;
            try
            {
                answer = template.Render(values);
            }
            catch (AnswerRenderException)
            {
                continue;
            }
            rendered++;
            var parsed = template.ParseAnswer("\n " + answer + "\t");
            Assert.True(parsed.IsComplete, string.Join(' ', parsed.Errors));
            foreach (var field in template.Fields)
            {
                var found = parsed[field.Name];
                Assert.Equal(field.Normalize(values[field.Name]), found.Text);
                Assert.Equal(found.Text, WhiteSpace.Fold(parsed.Text.Substring(found.Start, found.Length)));
                Assert.Equal(field.IsNumeric, found.Number is not null);
            }
        }
        Assert.True(rendered > 400, $"Only {rendered} of 1500 rows were rendered; the test says little.");
    }

    [Fact]
    public void Titles_that_look_like_control_tokens_stay_text()
    {
        var template = AnswerTemplate.Parse(Luma);
        var answer = template.Render(name => name == "full_price" ? "5" : "<|end|> <|image_1|>");
        Assert.Equal("<|end|> <|image_1|>", template.ParseAnswer(answer)["title"].Text);
    }
}
