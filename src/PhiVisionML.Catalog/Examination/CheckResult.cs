namespace PhiVisionML.Catalog.Examination;

/// <summary>What one check brought out.</summary>
public sealed record CheckResult
{
    /// <summary>Nothing at all.</summary>
    public static CheckResult Nothing { get; } = new();

    /// <summary>What the catalog's owner should know.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Numbers worth showing, whether or not something is wrong.</summary>
    public IReadOnlyList<ExaminationFigure> Figures { get; init; } = [];

    /// <summary>Distributions worth showing, whether or not something is wrong.</summary>
    public IReadOnlyList<ExaminationChart> Charts { get; init; } = [];

    /// <summary>Wraps the findings of a check that has nothing else to show.</summary>
    /// <param name="findings">The findings; <c>null</c> for those that came to nothing.</param>
    public static CheckResult Of(params IEnumerable<Finding?> findings) => new() { Findings = [.. findings.OfType<Finding>()] };
}
