using System.Globalization;
using PhiVisionML.Catalog.Answers;

namespace PhiVisionML.Enrichment.Export;

/// <summary>All rows and columns of the source, then what happened to each row.</summary>
internal sealed class SourceLayout : IExportLayout
{
    private readonly string[] _columns;
    private readonly string[] _fields;

    public SourceLayout(IReadOnlyList<string> columns, AnswerTemplate template)
    {
        _fields = [.. template.Fields.Select(field => field.Name)];
        string[] added = ["enrichment_state", "enrichment_error", "enriched_fields", .. _fields.Select(field => field + "_confidence")];
        _columns = [.. columns.Union(_fields, StringComparer.OrdinalIgnoreCase).Except(added, StringComparer.OrdinalIgnoreCase)];
        Columns = [.. _columns, .. added];
    }

    public IReadOnlyList<string> Columns { get; }

    public bool Includes(ExportedRow row) => true;

    public IReadOnlyList<string?> Cells(ExportedRow row) =>
    [
        .. _columns.Select(row.Value),
        row.State,
        row.Error,
        string.Join(", ", _fields.Where(row.Written.ContainsKey)),
        .. _fields.Select(field => row.Written.GetValueOrDefault(field)?.Confidence?.ToString("F4", CultureInfo.InvariantCulture)),
    ];
}
