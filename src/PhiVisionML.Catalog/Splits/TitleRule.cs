namespace PhiVisionML.Catalog.Splits;

/// <summary>When rows whose titles have the same <see cref="TitleStem"/> are one family.</summary>
public enum TitleRule
{
    /// <summary>When their pictures look alike, colour aside.</summary>
    WithPictures,

    /// <summary>Always. For catalogs whose titles name designs; in others much falls together.</summary>
    Always,

    /// <summary>Never: pictures alone decide.</summary>
    Never,
}
