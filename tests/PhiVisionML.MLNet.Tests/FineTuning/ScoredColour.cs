namespace PhiVisionML.MLNet.Tests.FineTuning;

/// <summary>A row as it comes out.</summary>
public sealed class ScoredColour
{
    public string Id { get; set; } = "";

    public string GeneratedText { get; set; } = "";

    public float Score { get; set; }

    public int TokenCount { get; set; }

    public string Title_predicted { get; set; } = "";

    public float Title_confidence { get; set; }

    public string Category_predicted { get; set; } = "";

    public float Category_confidence { get; set; }

    public double Price_predicted { get; set; }

    public float Price_confidence { get; set; }
}
