using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Examination;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Examination;

public sealed class TextAndSplitChecksTests : IDisposable
{
    private readonly ExaminedShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData("Coat <|end|> of wool", "model_tokens")]
    [InlineData("<|image_1|> Coat", "model_tokens")]
    [InlineData("Coat </s>", "model_tokens")]
    [InlineData("<b>Coat</b>", "html_in_texts")]
    [InlineData("Coat &amp; more", "html_in_texts")]
    [InlineData("CafÃ© coat", "wrong_encoding")]
    [InlineData("Coat â€“ wool", "wrong_encoding")]
    [InlineData("Caf\uFFFD coat", "wrong_encoding")]
    [InlineData("Coat\u0007", "control_characters")]
    [InlineData("Co\u200Bat of wool", "control_characters")]
    public void A_suspicious_text_is_found(string title, string id)
    {
        _shop[5, "title"] = title;
        _shop.Finds(id, FindingSeverity.Warning, 5);
    }

    [Theory]
    [InlineData("Coat for 5 < 6 & 7 > 3 °C, Ärmel 1½ × 2")]
    [InlineData("Écharpe «Noël» à carreaux")]
    [InlineData("می‌خواهم کوٹ")]
    [InlineData("羊毛大衣，红色")]
    [InlineData("Coat 👨‍👩‍👧 family")]
    public void A_title_in_any_script_is_not(string title)
    {
        _shop[5, "title"] = title;
        Assert.Empty(_shop.Examine().Findings);
    }

    [Fact]
    public void Texts_of_the_prompt_are_looked_at_too()
    {
        _shop.Fill("brand", row => row == 3 ? "Lu<br/>ma" : "Luma");
        Assert.Empty(_shop.Examine().Findings);
        _shop.Options = _shop.Options with { PromptColumns = ["brand"] };
        _shop.Finds("html_in_texts", FindingSeverity.Warning, 3);
    }

    [Fact]
    public void A_title_that_is_its_category_is_found()
    {
        _shop[5, "title"] = _shop[5, "category3_code"]!.ToLowerInvariant();
        _shop.Finds("title_is_category", FindingSeverity.Warning, 5);
    }

    [Theory]
    [InlineData("SKU-10023")]
    [InlineData("4006381333931")]
    public void A_title_that_is_a_code_is_found(string title)
    {
        _shop[5, "title"] = title;
        _shop.Finds("title_is_code", FindingSeverity.Warning, 5);
    }

    [Fact]
    public void A_title_of_several_products_is_a_note_and_across_categories_a_warning()
    {
        _shop[2, "title"] = _shop[1, "title"];
        _shop.Finds("repeated_titles", FindingSeverity.Note, 1, 2);
        _shop[40, "title"] = _shop[1, "title"];
        Assert.Equal([1, 2, 40], Assert.Single(_shop.Examine().Findings, finding => finding.Id == "title_conflicts").Rows.Select(row => row.RowNumber));
    }

    [Fact]
    public void A_value_that_the_answer_cannot_hold_costs_the_row()
    {
        _shop.Options = _shop.Options with { Template = AnswerTemplate.Parse("Product: {title}, Category: {category3_code:choice}, Full Price: {full_price:price}") };
        _shop[5, "title"] += ", Category: coats";
        _shop.Finds("unwritable_answers", FindingSeverity.Error, 5);
    }

    [Fact]
    public void A_sound_split_is_shown_and_not_found_fault_with()
    {
        _shop.Fill("split", Part);
        var result = _shop.Examine();
        Assert.All(result.Findings, finding => Assert.Equal("split_titles", finding.Id));   // words that designs share
        Assert.Equal([36, 12], Assert.Single(result.Charts, chart => chart.Id == "split_parts").Bars.Select(bar => bar.Value));
    }

    [Fact]
    public void A_photo_a_code_and_a_family_on_both_sides_are_found()
    {
        _shop.Fill("split", Part);
        _shop.Picture(4, _shop.Picture(1));
        _shop[8, "product_code"] = _shop[5, "product_code"];
        _shop.Fill("family", row => row is 9 or 12 ? "F" : $"F{row}");
        Assert.Equal([1, 4], Rows("split_photos"));
        Assert.Equal([5, 8], Rows("split_codes"));
        Assert.Equal([9, 12], Rows("split_families"));
        int[] Rows(string id) => [.. Assert.Single(_shop.Examine().Findings, finding => finding.Id == id && finding.Severity == FindingSeverity.Error).Rows.Select(row => row.RowNumber)];
    }

    [Fact]
    public void A_row_in_no_part_and_a_split_of_one_part_are_found()
    {
        _shop.Fill("part", _ => "train");
        _shop.Options = _shop.Options with { SplitColumn = "part" };
        _shop.Finds("split_of_one_part", FindingSeverity.Warning);
        _shop[3, "part"] = null;
        Assert.Equal([3], Assert.Single(_shop.Examine().Findings, finding => finding.Id == "split_unassigned").Rows.Select(row => row.RowNumber));
    }

    private static string Part(int row) => row % 4 == 0 ? "test" : "train";
}
