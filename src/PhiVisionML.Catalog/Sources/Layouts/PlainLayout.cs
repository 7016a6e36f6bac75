using PhiVisionML.Catalog.Sources.Rows;

namespace PhiVisionML.Catalog.Sources.Layouts;

/// <summary>Columns that mean what their names say.</summary>
internal sealed class PlainLayout : ICatalogLayout
{
    public IReadOnlyList<string> AddedColumns => [];

    public IReadOnlyList<string> PictureColumns => [];

    public IEnumerable<SourceRow> Apply(IEnumerable<SourceRow> rows) => rows;

    public string? WhyEmpty(string addedColumn, SourceRow row) => null;
}
