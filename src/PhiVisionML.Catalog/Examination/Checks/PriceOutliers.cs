namespace PhiVisionML.Catalog.Examination.Checks;

/// <summary>Finds prices whose logarithm is far from the median of their category, measured by the median absolute deviation, which outliers do not move.</summary>
internal static class PriceOutliers
{
    private const int LeastPrices = 8;          // a smaller category is compared with the whole catalog
    private const double DeviationOfMad = 1.4826;   // the standard deviation of a normal distribution over its MAD
    private const double LeastDeviation = 0.1;  // of the logarithm: equal prices would make any other an outlier

    public sealed record Outlier(CatalogPrice Price, double Median, string Among);

    /// <param name="prices">Prices above 0.</param>
    /// <param name="deviations">How many robust standard deviations make an outlier.</param>
    /// <returns>The outliers, the farthest first.</returns>
    public static IReadOnlyList<Outlier> Find(IReadOnlyCollection<CatalogPrice> prices, double deviations) =>
    [
        .. prices.GroupBy(price => price.Currency).SelectMany(currency => Groups([.. currency]))
            .SelectMany(group => Of(group.Compared, group.All, group.Name, deviations))
            .OrderByDescending(outlier => outlier.Distance).Select(outlier => outlier.Outlier),
    ];

    private static IEnumerable<(CatalogPrice[] Compared, CatalogPrice[] All, string Name)> Groups(CatalogPrice[] prices)
    {
        var categories = prices.GroupBy(price => price.Category).ToArray();
        foreach (var category in categories.Where(category => category.Key is not null && category.Count() >= LeastPrices))
            yield return ([.. category], [.. category], category.Key!);
        var rest = categories.Where(category => category.Key is null || category.Count() < LeastPrices).SelectMany(category => category).ToArray();
        if (rest.Length > 0 && prices.Length >= LeastPrices) yield return (rest, prices, "the catalog");
    }

    private static IEnumerable<(Outlier Outlier, double Distance)> Of(CatalogPrice[] compared, CatalogPrice[] all, string name, double deviations)
    {
        var center = Median(all.Select(Log));
        var spread = Math.Max(LeastDeviation, DeviationOfMad * Median(all.Select(price => Math.Abs(Log(price) - center))));
        return compared.Select(price => (new Outlier(price, Math.Exp(center), name), Distance: Math.Abs(Log(price) - center) / spread)).Where(outlier => outlier.Distance > deviations);
    }

    private static double Log(CatalogPrice price) => Math.Log((double)price.Amount!.Value);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
