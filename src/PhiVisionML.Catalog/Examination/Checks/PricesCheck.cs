using System.Globalization;
using PhiVisionML.Catalog.Prices;

namespace PhiVisionML.Catalog.Examination.Checks;

/// <summary>Prices that cannot be read, are not above zero, stand out in their category or are in several currencies.</summary>
internal sealed class PricesCheck : ICatalogCheck
{
    public CheckResult Examine(ExaminedCatalog catalog, CancellationToken cancellation)
    {
        if (catalog.Price is not { } column) return CheckResult.Nothing;
        var priced = catalog.Products.Where(product => ExaminedCatalog.Cell(product, column) is not null).Select(product => Read(catalog, product)).ToArray();
        var readable = priced.Where(price => price.Amount is not null).ToArray();
        var positive = readable.Where(price => price.Amount > 0).ToArray();
        return CheckResult.Of(
            Unreadable(column, [.. priced.Where(price => price.Amount is null)]),
            NotPositive([.. readable.Where(price => price.Amount <= 0)]),
            Outliers(catalog, positive),
            Currencies(catalog, column, readable)) with
        {
            Figures = Figures([.. readable.Select(price => price.Amount!.Value).Order()]),
            Charts = PriceHistogram.Of([.. positive.Select(price => (double)price.Amount!.Value)]) is { } chart ? [chart] : [],
        };
    }

    private static CatalogPrice Read(ExaminedCatalog catalog, Product product)
    {
        var text = ExaminedCatalog.Cell(product, catalog.Price)!;
        var isReadable = PriceParser.TryParse(text, out var amount, out var mark);
        return new CatalogPrice(product, text, isReadable ? amount : null, ExaminedCatalog.Cell(product, catalog.Options.CurrencyColumn)?.ToUpperInvariant() ?? mark, ExaminedCatalog.Cell(product, catalog.Category));
    }

    private static Finding? Unreadable(string column, CatalogPrice[] prices) => prices.Length == 0 ? null : new Finding
    {
        Id = "unreadable_prices",
        Topic = FindingTopic.Prices,
        Severity = FindingSeverity.Error,
        Sentence = $"{CountText.Rows(prices.Length, "has", "have")} a {column} that does not read as one amount.",
        Remedy = "Write one amount, like 1299.00; ranges and words are not guessed at, and such rows are left out of training.",
        ExcludesRows = true,
        Rows = [.. prices.Select(price => ExaminedCatalog.Row(price.Product, price.Text))],
    };

    private static Finding? NotPositive(CatalogPrice[] prices) => prices.Length == 0 ? null : new Finding
    {
        Id = "zero_or_negative_prices",
        Topic = FindingTopic.Prices,
        Severity = FindingSeverity.Warning,
        Sentence = $"{CountText.Rows(prices.Length, "has", "have")} a price of zero or below.",
        Remedy = "Empty the cell where the price is not known, or correct it: a model learns zero as a price like any other.",
        Rows = [.. prices.Select(price => ExaminedCatalog.Row(price.Product, price.Text))],
    };

    private static Finding? Outliers(ExaminedCatalog catalog, CatalogPrice[] prices)
    {
        var found = PriceOutliers.Find(prices, catalog.Options.PriceOutlierDeviations);
        return found.Count == 0 ? null : new Finding
        {
            Id = "price_outliers",
            Topic = FindingTopic.Prices,
            Severity = FindingSeverity.Warning,
            Sentence = $"{CountText.Rows(found.Count, "has", "have")} a price far from the other prices of {(catalog.Category is null ? "the catalog" : "the category")}.",
            Remedy = "Check for a slipped decimal point, cents for whole units, another currency, or a wrong category.",
            Rows = [.. found.Select(outlier => ExaminedCatalog.Row(outlier.Price.Product, string.Create(CultureInfo.InvariantCulture,
                $"{outlier.Price.Text}; the median of {outlier.Among} is {outlier.Median:#,##0.00}")))],
        };
    }

    private static Finding? Currencies(ExaminedCatalog catalog, string column, CatalogPrice[] prices)
    {
        var currencies = prices.Where(price => price.Currency is not null).GroupBy(price => price.Currency!, StringComparer.Ordinal).OrderByDescending(group => group.Count()).ToArray();
        var isAnswered = catalog.Options.Template.Fields.Any(field => string.Equals(field.Name, catalog.Options.CurrencyColumn, StringComparison.OrdinalIgnoreCase));
        return currencies.Length < 2 ? null : new Finding
        {
            Id = "several_currencies",
            Topic = FindingTopic.Prices,
            Severity = isAnswered ? FindingSeverity.Note : FindingSeverity.Warning,
            Sentence = $"Prices are in {currencies.Length} currencies: {string.Join(", ", currencies.Take(6).Select(group => $"{group.Key} ({CountText.Of(group.Count(), "row")})"))}{(currencies.Length > 6 ? ", …" : "")}.",
            Remedy = isAnswered ? "Nothing: the answer names the currency." : $"Convert {column} to one currency, train on one at a time, or let the answer name it: {{{catalog.Options.CurrencyColumn}:choice}} in --template.",
            Rows = [.. currencies.Skip(1).SelectMany(group => group.Select(price => ExaminedCatalog.Row(price.Product, price.Text, group.Key)))],
        };
    }

    /// <summary>What guessing the median price comes to.</summary>
    private static ExaminationFigure[] Figures(decimal[] sorted)
    {
        if (sorted.Length == 0) return [];
        var median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        var error = sorted.Average(amount => Math.Abs(amount - median));
        return
        [
            new("price_median", FindingTopic.Prices, "Median price", (double)median, CountText.Amount(median), $"from {CountText.Amount(sorted[0])} to {CountText.Amount(sorted[^1])}"),
            new("price_baseline_mae", FindingTopic.Prices, "Price error to beat", (double)error, CountText.Amount(error), "mean error of always answering the median"),
        ];
    }
}
