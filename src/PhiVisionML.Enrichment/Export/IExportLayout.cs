namespace PhiVisionML.Enrichment.Export;

/// <summary>The columns of an export, and which rows it has.</summary>
internal interface IExportLayout
{
    IReadOnlyList<string> Columns { get; }

    bool Includes(ExportedRow row);

    IReadOnlyList<string?> Cells(ExportedRow row);
}
