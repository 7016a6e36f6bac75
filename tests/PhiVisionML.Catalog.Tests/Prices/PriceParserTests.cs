using System.Globalization;
using PhiVisionML.Catalog.Prices;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Prices;

public class PriceParserTests
{
    [Theory]
    [InlineData("1299", "1299", null)]
    [InlineData("109.99", "109.99", null)]
    [InlineData("1.299,00 €", "1299.00", "€")]
    [InlineData("$ 1,299.00", "1299.00", "$")]
    [InlineData("1 299,00", "1299.00", null)]
    [InlineData("1\u202F299,00\u00A0€", "1299.00", "€")]
    [InlineData("1.299,00€", "1299.00", "€")]
    [InlineData("EUR 1.299,00", "1299.00", "EUR")]
    [InlineData("$1,299.00", "1299.00", "$")]
    [InlineData(" $\u00A01,299.00 ", "1299.00", "$")]
    [InlineData("12.99 USD", "12.99", "USD")]
    [InlineData("12,99 EUR", "12.99", "EUR")]
    [InlineData("0.00 USD", "0", "USD")]
    [InlineData("1,299,000.50 INR", "1299000.50", "INR")]
    [InlineData("USD 12.5", "12.5", "USD")]
    [InlineData("12.5usd", "12.5", "USD")]
    [InlineData("US$12", "12", "US$")]
    [InlineData("Rs.1,29,999", "129999", "Rs.")]
    [InlineData("1'299.50 CHF", "1299.50", "CHF")]
    [InlineData("12,-", "12", null)]
    [InlineData("kr 12,50", "12.50", "kr")]
    [InlineData("1,299", "1299", null)]
    [InlineData("1.299", "1299", null)]
    [InlineData("0.125", "0.125", null)]
    [InlineData("1299.500", "1299.500", null)]
    [InlineData("1 299,500", "1299.500", null)]
    [InlineData("1.299.000", "1299000", null)]
    [InlineData(".5", "0.5", null)]
    [InlineData("0", "0", null)]
    [InlineData("-5.00", "-5", null)]
    [InlineData("-$5", "-5", "$")]
    [InlineData("€ −5", "-5", "€")]
    [InlineData("۱۲٫۵", "12.5", null)]
    [InlineData("¥1980", "1980", "¥")]
    public void Amounts_are_read_as_people_write_them(string text, string expected, string? currency)
    {
        Assert.True(PriceParser.TryParse(text, out var amount, out var found));
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), amount);
        Assert.Equal(currency, found);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("€")]
    [InlineData("free")]
    [InlineData("on request")]
    [InlineData("12 - 15")]
    [InlineData("12/15")]
    [InlineData("12.")]
    [InlineData("1,29,99")]
    [InlineData("1.2.3")]
    [InlineData("12,34,5678")]
    [InlineData("1,299.00.5")]
    [InlineData("1 29,00")]
    [InlineData("$12€")]
    [InlineData("USD")]
    [InlineData("12.99 USD EUR")]
    [InlineData("12.99 USDX")]
    [InlineData("from 12.99 USD")]
    [InlineData("12.99 USD / 10.99 EUR")]
    [InlineData("N/A")]
    [InlineData("-")]
    [InlineData("0x10")]
    [InlineData("1.299,00.0 €")]
    [InlineData("12 pcs")]
    [InlineData("--5")]
    [InlineData("12%")]
    [InlineData("1e5")]
    [InlineData("NaN")]
    [InlineData("99999999999999999999999999999999")]
    [InlineData("<b>12</b>")]
    public void Anything_else_is_unreadable_rather_than_zero(string? text) =>
        Assert.False(PriceParser.TryParse(text, out _, out _));

    [Theory]
    [InlineData("12.99 USD", "12.99")]
    [InlineData("1.299,00 €", "1299.00")]
    [InlineData("1,299", "1299")]
    [InlineData("5.000,5", "5000.5")]
    public void An_amount_keeps_the_decimals_it_is_written_with(string text, string written)
    {
        Assert.True(PriceParser.TryParse(text, out var amount, out _));
        Assert.Equal(written, amount.ToString(CultureInfo.InvariantCulture));
    }
}
