namespace PhiVisionML.Catalog.Reports;

/// <summary>How a metric is written and drawn.</summary>
public enum MetricFormat
{
    /// <summary>A share, 0 to 1, written as a percentage and drawn on a scale.</summary>
    Percent,

    /// <summary>A plain number, written with four significant digits.</summary>
    Number,

    /// <summary>An amount of money, written with two decimals.</summary>
    Amount,
}
