namespace PhiVisionML.Catalog.Reports;

/// <summary>Everything a report page shows. Texts are plain: the page encodes them, whatever they hold. Empty parts are left out of the page.</summary>
public sealed record ReportModel
{
    /// <summary>The page's heading.</summary>
    public required string Title { get; init; }

    /// <summary>A sentence below the heading: which model, which catalog.</summary>
    public string? Subtitle { get; init; }

    /// <summary>Headline figures.</summary>
    public IReadOnlyList<ReportCard> Cards { get; init; } = [];

    /// <summary>The table of metrics.</summary>
    public IReadOnlyList<ReportMetric> Metrics { get; init; } = [];

    /// <summary>The loss while training, by step.</summary>
    public IReadOnlyList<LossPoint> Losses { get; init; } = [];

    /// <summary>Whether the model looks at its pictures.</summary>
    public ReportGrounding? Grounding { get; init; }

    /// <summary>Products with truth and prediction, in the order to show.</summary>
    public IReadOnlyList<ReportProduct> Products { get; init; } = [];

    /// <summary>A sentence above the products: which ones these are, and of how many.</summary>
    public string? ProductsCaption { get; init; }

    /// <summary>Closing remarks, one paragraph each: the command, the seed, the limits.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
