using System.Globalization;
using PhiVisionML.Cli.Output;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Runs;

namespace PhiVisionML.Cli.Enriching;

/// <summary>Figures of runs, for people.</summary>
internal static class RunSummary
{
    /// <summary>How full the fields were and are.</summary>
    public static void PrintCoverage(this Reporter reporter, IReadOnlyList<FieldCoverage> before, IReadOnlyList<FieldCoverage> after)
        => reporter.Table(["field", "filled before", "filled now", "products"], before.Zip(after, (old, now) => (IReadOnlyList<string>)
            [old.Field, $"{Number(old.Filled)} ({Percent(old.Share)})", $"{Number(now.Filled)} ({Percent(now.Share)})", Number(now.Products)]));

    /// <summary>How proposals stand.</summary>
    public static void PrintReview(this Reporter reporter, IReadOnlyList<ReviewCounts> counts)
    {
        if (counts.Count > 0)
            reporter.Table(["field", "written", "to review", "dropped", "taken back"], counts.Select(field => (IReadOnlyList<string>)[field.Field, Number(field.Accepted), Number(field.Pending), Number(field.Rejected), Number(field.Reverted)]));
    }

    /// <summary>What a thousand products take.</summary>
    public static void PrintCost(this Reporter reporter, RunCost cost)
    {
        if (cost.Products == 0)
            return;
        double thousands = cost.Products / 1000.0;
        string energy = cost.Joules is { } joules ? string.Create(CultureInfo.InvariantCulture, $", {joules / thousands / 3600:F1} Wh counted by the machine") : "";
        reporter.Line(string.Create(CultureInfo.InvariantCulture,
            $"1,000 products take {cost.Seconds / thousands:N0} s, {cost.PromptTokens / thousands:N0} tokens read and {cost.OutputTokens / thousands:N0} written{energy} (of {cost.Products:N0} answered)."));
    }

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture);
}
