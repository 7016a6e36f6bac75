namespace PhiVisionML.Catalog.Examination;

/// <summary>Something in a catalog that its owner should know before a model is trained on it.</summary>
public sealed record Finding
{
    /// <summary>A stable name for machines, such as <c>broken_pictures</c>; a check may give several findings of the same name.</summary>
    public required string Id { get; init; }

    /// <summary>What it is about.</summary>
    public required FindingTopic Topic { get; init; }

    /// <summary>How much it matters.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>The finding in a sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>What to do, in a sentence.</summary>
    public required string Remedy { get; init; }

    /// <summary>A command that does it, or a part of it; <c>null</c> where there is none.</summary>
    public string? Command { get; init; }

    /// <summary>Whether training leaves these rows out.</summary>
    public bool ExcludesRows { get; init; }

    /// <summary>How many different rows are concerned.</summary>
    public int RowCount => Rows.Select(row => row.RowNumber).Distinct().Count();

    /// <summary>The rows, in the order of the source or by group; those of a group stand together.</summary>
    public IReadOnlyList<FindingRow> Rows { get; init; } = [];
}
