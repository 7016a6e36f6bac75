using PhiVisionML.Cli.Pipelines;

namespace PhiVisionML.Cli.Demo;

/// <summary>summary.json; the names are kept from release to release.</summary>
internal sealed record DemoSummary
{
    public required int RowsTrain { get; init; }

    public required int RowsTest { get; init; }

    public required double TrainSeconds { get; init; }

    public required double ScoreImagesPerSecond { get; init; }

    public required double PeakRssMb { get; init; }

    public required MetricsSummary Before { get; init; }

    public required MetricsSummary After { get; init; }

    public required DemoGrounding? Grounding { get; init; }

    public required bool ReloadIdentical { get; init; }
}
