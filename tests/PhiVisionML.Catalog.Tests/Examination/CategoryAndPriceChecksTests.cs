using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Examination;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Examination;

public sealed class CategoryAndPriceChecksTests : IDisposable
{
    private readonly ExaminedShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void The_balance_of_categories_and_the_baselines_are_told()
    {
        var result = _shop.Examine();
        Assert.Equal([16, 16, 16], Assert.Single(result.Charts, chart => chart.Id == "class_balance").Bars.Select(bar => bar.Value));
        Assert.Equal(1 / 3.0, Assert.Single(result.Figures, figure => figure.Id == "category_baseline_accuracy").Value, 1e-9);
        decimal[] prices = [.. Enumerable.Range(1, ExaminedShop.Rows).Select(row => decimal.Parse(_shop[row, "full_price"]!)).Order()];
        var median = (prices[23] + prices[24]) / 2;
        Assert.Equal((double)prices.Average(price => Math.Abs(price - median)), Assert.Single(result.Figures, figure => figure.Id == "price_baseline_mae").Value, 1e-6);
        Assert.Equal(ExaminedShop.Rows, Assert.Single(result.Charts, chart => chart.Id == "price_histogram").Bars.Sum(bar => bar.Value));
    }

    [Fact]
    public void A_category_of_few_rows_is_found()
    {
        _shop.Fill("kind", row => row <= 3 ? "Rare" : row % 2 == 0 ? "Even" : "Odd");
        Learn("kind");
        _shop.Finds("small_categories", FindingSeverity.Warning, 1, 2, 3);
    }

    [Fact]
    public void A_category_of_most_rows_is_found()
    {
        _shop.Fill("kind", row => row <= 12 ? "Few" : "Many");
        Learn("kind");
        Assert.StartsWith("75 % of the rows", _shop.Finds("dominant_category", FindingSeverity.Warning).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void One_category_for_all_is_found()
    {
        _shop.Fill("kind", _ => "Everything");
        Learn("kind");
        _shop.Finds("single_category", FindingSeverity.Warning);
    }

    [Theory]
    [InlineData("T-Shirts", "Tshirt")]
    [InlineData("T-Shirts", "t-shirts ")]
    [InlineData("Écharpes", "écharpe")]
    [InlineData("Accessories", "Acessories")]
    public void Spellings_of_one_category_are_found(string usual, string other)
    {
        _shop.Options = _shop.Options with { LeastCategoryRows = 1 };
        _shop.Fill("kind", row => row == 3 ? other : row % 2 == 0 ? usual : "Umbrellas");
        Learn("kind");
        Assert.Contains(usual, _shop.Finds("category_spellings", FindingSeverity.Warning, 3).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A121", "A122")]
    [InlineData("Bags", "Rags")]
    [InlineData("上衣", "下衣")]
    public void Categories_that_only_look_alike_are_not(string usual, string other)
    {
        _shop.Options = _shop.Options with { LeastCategoryRows = 1 };
        _shop.Fill("kind", row => row == 3 ? other : row % 2 == 0 ? usual : "Umbrellas");
        Learn("kind");
        Assert.Empty(_shop.Examine().Findings);
    }

    [Fact]
    public void A_title_that_speaks_of_another_category_is_found()
    {
        _shop[2, "category3_code"] = _shop[40, "category3_code"];
        Assert.Contains(_shop[1, "category3_code"]!, _shop.Finds("category_against_title", FindingSeverity.Warning, 2).Rows[0].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("on request")]
    [InlineData("10-20")]
    public void A_price_that_cannot_be_read_costs_the_row(string price)
    {
        _shop[4, "full_price"] = price;
        Assert.Equal(price, _shop.Finds("unreadable_prices", FindingSeverity.Error, 4).Rows[0].Detail);
        Assert.Equal(ExaminedShop.Rows - 1, _shop.Examine().UsableRows);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5.00")]
    public void A_price_of_zero_or_below_is_found(string price)
    {
        _shop[4, "full_price"] = price;
        _shop.Finds("zero_or_negative_prices", FindingSeverity.Warning, 4);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(0.01)]
    public void A_price_a_hundred_times_off_is_found(double factor)
    {
        _shop[4, "full_price"] = $"{(decimal)factor * decimal.Parse(_shop[4, "full_price"]!):0.00}";
        _shop.Finds("price_outliers", FindingSeverity.Warning, 4);
    }

    [Fact]
    public void A_second_currency_is_found_by_column_and_by_sign()
    {
        _shop[4, "currency_code"] = "EUR";
        _shop.Finds("several_currencies", FindingSeverity.Warning, 4);
        _shop.Fill("currency_code", _ => null);
        _shop.Fill("full_price", row => (row == 6 ? "£" : "$") + _shop[row, "full_price"]);
        _shop.Finds("several_currencies", FindingSeverity.Warning, 6);
    }

    private void Learn(string category) => _shop.Options = _shop.Options with { Template = AnswerTemplate.Parse($"{{title}}, {{{category}:choice}}, {{full_price:price}}") };
}
