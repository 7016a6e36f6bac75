using System.Text.Json.Serialization;

namespace PhiVisionML.Catalog.Examination;

/// <summary>A row that a finding is about.</summary>
/// <param name="RowNumber">The row of the source, the first one under the header being 1.</param>
/// <param name="ProductCode">What the catalog calls the product; <c>null</c> where that could not be read.</param>
/// <param name="Detail">What is the matter with this row, in a few words; <c>null</c> where the finding says it all.</param>
/// <param name="Group">Rows of the same group belong together (copies of one picture, one reason); <c>null</c> where there are no groups.</param>
/// <param name="PicturePath">The row's first picture, if it has one; not part of the JSON.</param>
public sealed record FindingRow(int RowNumber, string? ProductCode, string? Detail = null, string? Group = null, [property: JsonIgnore] string? PicturePath = null);
