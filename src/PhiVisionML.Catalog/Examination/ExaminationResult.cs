using System.Globalization;
using PhiVisionML.Catalog.Examination.Checks;

namespace PhiVisionML.Catalog.Examination;

/// <summary>What an examination brought out.</summary>
public sealed record ExaminationResult
{
    /// <summary>Rows of the catalog, whether or not they can be read.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows that training would use: those that no finding excludes.</summary>
    public required int UsableRows { get; init; }

    /// <summary>What the catalog's owner should know: the gravest first, then by topic and number of rows.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Numbers worth knowing, by topic.</summary>
    public required IReadOnlyList<ExaminationFigure> Figures { get; init; }

    /// <summary>Distributions worth seeing, by topic.</summary>
    public required IReadOnlyList<ExaminationChart> Charts { get; init; }

    /// <summary>The gravest finding's severity; <c>null</c> if there is none.</summary>
    public FindingSeverity? Worst => Findings.Count == 0 ? null : Findings.Max(finding => finding.Severity);

    /// <summary>The number of findings of a severity.</summary>
    /// <param name="severity">The severity.</param>
    public int Count(FindingSeverity severity) => Findings.Count(finding => finding.Severity == severity);

    /// <summary>How many rows can be used and what was found, in a sentence or two.</summary>
    public string Verdict => Sentence();

    private string Sentence()
    {
        var left = Rows - UsableRows;
        var rows = left == 0
            ? string.Create(CultureInfo.InvariantCulture, $"All {Rows:N0} rows can be used")
            : string.Create(CultureInfo.InvariantCulture, $"{UsableRows:N0} of {Rows:N0} rows can be used; training would leave {left:N0} out");
        string[] counts =
        [
            .. new[] { (FindingSeverity.Error, "error"), (FindingSeverity.Warning, "warning"), (FindingSeverity.Note, "note") }
                .Select(pair => (Count: Count(pair.Item1), Noun: pair.Item2)).Where(pair => pair.Count > 0).Select(pair => CountText.Of(pair.Count, pair.Noun)),
        ];
        return counts.Length == 0 ? $"{rows}. Nothing was found." : $"{rows}. {string.Join(", ", counts)}.";
    }
}
