using System.Globalization;
using PhiVisionML.Catalog.Metrics;

namespace PhiVisionML.Catalog.Reports;

/// <summary>Writes metrics for people.</summary>
internal static class MetricText
{
    public const string None = "–";

    public static string Of(double? value, MetricFormat format) => value is not { } number || !double.IsFinite(number) ? None : format switch
    {
        MetricFormat.Percent => (100 * number).ToString("0.0", CultureInfo.InvariantCulture) + " %",
        MetricFormat.Amount => number.ToString("#,##0.00", CultureInfo.InvariantCulture),
        _ => number.ToString("G4", CultureInfo.InvariantCulture),
    };

    public static string Range(MetricInterval interval, MetricFormat format) =>
        format == MetricFormat.Percent
            ? string.Create(CultureInfo.InvariantCulture, $"{100 * interval.Low:0.0} – {100 * interval.High:0.0}")
            : $"{Of(interval.Low, format)} – {Of(interval.High, format)}";
}
