using PhiVisionML.Catalog.Examination;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Examination;

public sealed class TableChecksTests : IDisposable
{
    private readonly ExaminedShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void In_a_clean_catalog_nothing_is_found()
    {
        var result = _shop.Examine();
        Assert.Empty(result.Findings);
        Assert.Null(result.Worst);
        Assert.Equal((ExaminedShop.Rows, ExaminedShop.Rows), (result.Rows, result.UsableRows));
        Assert.Contains("Nothing was found", result.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_the_reader_rejects_are_grouped_by_reason_and_count_as_rows()
    {
        _shop.Reject(50, "The image file 'a.jpg' does not exist in the image folder '/x'.");
        _shop.Reject(51, "The row has 3 cells; the header has 6 columns.");
        _shop.Reject(52, "The image file 'b.jpg' does not exist in the image folder '/x'.");
        var finding = _shop.Finds("rejected_rows", FindingSeverity.Error, 50, 51, 52);
        Assert.Equal([50, 52, 51], finding.Rows.Select(row => row.RowNumber));
        Assert.Equal(2, finding.Rows.Select(row => row.Group).Distinct().Count());
        var result = _shop.Examine();
        Assert.Equal((ExaminedShop.Rows + 3, ExaminedShop.Rows), (result.Rows, result.UsableRows));
    }

    [Theory]
    [InlineData("title")]
    [InlineData("category3_code")]
    [InlineData("full_price")]
    public void An_empty_field_of_the_answer_costs_the_row(string column)
    {
        _shop[3, column] = null;
        _shop[9, column] = " \t";
        _shop.Finds("empty_field", FindingSeverity.Error, 3, 9);
        Assert.Equal(ExaminedShop.Rows - 2, _shop.Examine().UsableRows);
    }

    [Fact]
    public void A_gap_in_another_column_is_a_note_and_a_column_for_few_rows_is_none()
    {
        _shop.Fill("brand", row => row == 5 ? null : "Luma");
        _shop.Fill("remark", row => row == 6 ? "sold out" : null);
        _shop.Finds("gaps_in_other_columns", FindingSeverity.Note, 5);
    }

    [Fact]
    public void A_product_code_of_several_rows_that_differ_is_found()
    {
        _shop[20, "product_code"] = _shop[4, "product_code"];
        _shop.Finds("duplicate_codes", FindingSeverity.Warning, 4, 20);
    }

    [Fact]
    public void A_row_that_repeats_another_but_for_its_code_is_found()
    {
        foreach (var column in new[] { "title", "category3_code", "full_price", "local_image_path" }) _shop[7, column] = _shop[2, column];
        var findings = _shop.Examine().Findings;
        Assert.Equal([2, 7], Assert.Single(findings, finding => finding.Id == "duplicate_rows").Rows.Select(row => row.RowNumber));
        Assert.Equal(["duplicate_pictures", "duplicate_rows", "repeated_titles"], findings.Select(finding => finding.Id).Order());
    }

    [Fact]
    public void A_variant_unlike_its_family_is_found_in_category_and_price()
    {
        _shop.Fill("family", row => $"F{row}");
        for (var row = 1; row <= 4; row++)
        {
            _shop[row, "family"] = "F1";
            _shop[row, "full_price"] = _shop[1, "full_price"];
        }

        Assert.Empty(_shop.Examine().Findings);
        _shop[3, "full_price"] = $"{1.6m * decimal.Parse(_shop[1, "full_price"]!):0.00}";
        _shop.Finds("price_against_family", FindingSeverity.Warning, 3);
        _shop[3, "full_price"] = _shop[1, "full_price"];
        _shop[2, "category3_code"] = _shop[40, "category3_code"];
        Assert.Equal([2], Assert.Single(_shop.Examine().Findings, finding => finding.Id == "category_against_family").Rows.Select(row => row.RowNumber));
    }
}
