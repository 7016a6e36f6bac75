namespace PhiVisionML.Catalog.Sources.Rows;

/// <summary>A row of any format: cells by the names of their columns.</summary>
internal sealed record SourceRow
{
    /// <summary>The row's number, the first one under a header being 1.</summary>
    public required int Number { get; init; }

    /// <summary>The cells.</summary>
    public RowCells Cells { get; init; } = new();

    /// <summary>What makes the row unusable; <c>null</c> if nothing does.</summary>
    public string? Fault { get; init; }

    /// <summary>Cells that hold several texts; <see cref="Cells"/> has them as one.</summary>
    public IReadOnlyDictionary<string, string[]>? Lists { get; init; }

    /// <summary>The pictures that the layout found; <c>null</c> where the image column says it.</summary>
    public IReadOnlyList<string>? Pictures { get; init; }

    /// <summary>Whether the row only adds pictures to other rows, which have them already.</summary>
    public bool IsPictureOnly { get; init; }

    /// <summary>The cell's text; <c>null</c> if there is none.</summary>
    public string? this[string? column] => column is null ? null : Cells[column];

    /// <summary>A cell's content, <c>null</c> for one that is empty or blank.</summary>
    public static string? Content(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
