using PhiVisionML.Catalog.Pictures;

namespace PhiVisionML.Catalog.Splits;

/// <summary>What is in more than one part of a split, whoever made it: so that a test asks for what was trained.</summary>
public sealed record SplitLeakage
{
    /// <summary>Families that are in several parts; by name.</summary>
    public required IReadOnlyList<CrossingRows> Families { get; init; }

    /// <summary>Product codes that are in several parts; by code.</summary>
    public required IReadOnlyList<CrossingRows> ProductCodes { get; init; }

    /// <summary>
    /// Pairs of pictures in different parts that are one photo. Of a photo that many rows show not every pair is named,
    /// but every row of it is, together with one in another part. Pictures of a single colour, such as placeholders, are not compared.
    /// </summary>
    public required IReadOnlyList<CrossingPictures> SamePhotos { get; init; }

    /// <summary>Title stems that are in several parts. No leak by themselves: different designs may have the same words.</summary>
    public required IReadOnlyList<CrossingRows> TitleStems { get; init; }

    /// <summary>Of all pairs of pictures in different parts the closest; <c>null</c> where there are no two to compare.</summary>
    public required CrossingPictures? Closest { get; init; }

    /// <summary>Whether a family, a product code or a photo is in several parts.</summary>
    public bool Exists => Families.Count + ProductCodes.Count + SamePhotos.Count > 0;

    /// <summary>Looks for what is in several parts.</summary>
    /// <param name="products">The products.</param>
    /// <param name="parts">The part of each, whatever it is called; <c>null</c> or blank for a product in none.</param>
    /// <param name="pictures">The facts of their pictures by path; pictures that are missing in it count as unusable.</param>
    /// <param name="familyColumn">The column of families; <c>null</c> if there is none.</param>
    /// <param name="titleColumn">The column of titles.</param>
    /// <param name="cancellation">Looked at while comparing.</param>
    /// <exception cref="ArgumentException">There are more or fewer parts than products.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SplitLeakage Find(
        IReadOnlyList<Product> products, IReadOnlyList<string?> parts, IReadOnlyDictionary<string, PictureFacts> pictures,
        string? familyColumn, string titleColumn = "title", CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(products);
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(pictures);
        if (parts.Count != products.Count) throw new ArgumentException($"There are {parts.Count} parts for {products.Count} products; give one for each product.", nameof(parts));
        var shown = new PicturesInParts(products, [.. parts.Select(part => string.IsNullOrWhiteSpace(part) ? null : part.Trim())], pictures);
        return new SplitLeakage
        {
            Families = shown.Crossing(product => familyColumn is null ? null : product.Fields.GetValueOrDefault(familyColumn)),
            ProductCodes = shown.Crossing(product => product.ProductCode),
            TitleStems = shown.Crossing(product => TitleStem.Of(product.Fields.GetValueOrDefault(titleColumn))),
            SamePhotos = shown.SamePhotos(cancellation),
            Closest = shown.Closest(cancellation),
        };
    }
}
