using System.Globalization;

namespace PhiVisionML.Catalog.Examination.Checks;

/// <summary>How prices are spread, in steps that grow with the price.</summary>
internal static class PriceHistogram
{
    private const int MostBars = 16;

    // Steps within a power of ten, from fine to coarse
    private static readonly double[][] Steps = [[1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8], [1, 1.5, 2, 3, 5, 7], [1, 2, 5], [1]];

    /// <param name="prices">Prices above 0.</param>
    /// <returns>The chart; <c>null</c> if all prices fall into one step.</returns>
    public static ExaminationChart? Of(IReadOnlyList<double> prices)
    {
        if (prices.Count == 0) return null;
        var (least, most) = (prices.Min(), prices.Max());
        var edges = Steps.Select(steps => Edges(steps, least, most)).First(found => found.Length - 1 <= MostBars || found.Length - 1 <= Math.Log10(most / least) + 2);
        if (edges.Length < 3) return null;
        var counts = new int[edges.Length - 1];
        foreach (var price in prices)
        {
            var at = Array.BinarySearch(edges, price);
            counts[Math.Clamp(at >= 0 ? at : ~at - 1, 0, counts.Length - 1)]++;
        }
        return new ExaminationChart("price_histogram", FindingTopic.Prices, "Rows by price",
            [.. counts.Select((count, i) => new ExaminationBar($"{Text(edges[i])} – {Text(edges[i + 1])}", count))], "Each bar counts prices from its first figure to below the second.");
    }

    private static double[] Edges(double[] steps, double least, double most)
    {
        var all = new List<double>();
        for (var power = (int)Math.Floor(Math.Log10(least)); power <= (int)Math.Floor(Math.Log10(most)) + 1; power++)
            all.AddRange(steps.Select(step => Math.Round(step * Math.Pow(10, power), Math.Clamp(2 - power, 0, 15))));
        var first = all.FindLastIndex(edge => edge <= least);
        var last = all.FindIndex(edge => edge > most);
        return [.. all[Math.Max(0, first)..(last + 1)]];
    }

    private static string Text(double edge) => edge.ToString("#,##0.##########", CultureInfo.InvariantCulture);
}
