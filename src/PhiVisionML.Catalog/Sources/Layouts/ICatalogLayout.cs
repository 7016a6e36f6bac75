using PhiVisionML.Catalog.Sources.Rows;

namespace PhiVisionML.Catalog.Sources.Layouts;

/// <summary>What the columns of a well-known kind of catalog mean.</summary>
internal interface ICatalogLayout
{
    /// <summary>Names that rows get beside their own; a column that the source has itself stays as it is.</summary>
    IReadOnlyList<string> AddedColumns { get; }

    /// <summary>The columns that hold pictures; none if the image column is to be looked for.</summary>
    IReadOnlyList<string> PictureColumns { get; }

    /// <summary>Adds cells and pictures to rows without a fault, in the order of the source.</summary>
    IEnumerable<SourceRow> Apply(IEnumerable<SourceRow> rows);

    /// <summary>Why an added cell is empty although its column is not; <c>null</c> if there is nothing to say.</summary>
    string? WhyEmpty(string addedColumn, SourceRow row);
}
