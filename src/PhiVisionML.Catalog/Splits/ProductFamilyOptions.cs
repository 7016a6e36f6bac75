namespace PhiVisionML.Catalog.Splits;

/// <summary>How <see cref="ProductFamilies"/> finds families.</summary>
public sealed record ProductFamilyOptions
{
    /// <summary>The column that names a product's family. Default <c>null</c>. Rows in which it is empty are given families by their titles.</summary>
    public string? FamilyColumn { get; init; }

    /// <summary>The column of titles. Default <c>title</c>; where a catalog has none, titles join nothing.</summary>
    public string TitleColumn { get; init; } = "title";

    /// <summary>When equal title stems join rows without a given family. Default <see cref="TitleRule.WithPictures"/>.</summary>
    public TitleRule TitleRule { get; init; }
}
