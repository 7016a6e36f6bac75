namespace PhiVisionML.Catalog.Sources.Rows;

/// <summary>A file of rows. Faults of the file as a whole are <see cref="InvalidDataException"/>, those of a row are in the row.</summary>
internal interface IRowSource
{
    /// <summary>Reads the names of the columns, which differ in more than letter case.</summary>
    IReadOnlyList<string> ReadColumns();

    /// <summary>Reads row by row; each enumeration opens the file anew.</summary>
    IEnumerable<SourceRow> ReadRows();
}
