using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Splits;

namespace PhiVisionML.Cli.Pipelines;

/// <summary>What <c>sample split</c> tells machines: the figures of its report.</summary>
internal sealed record SplitResult
{
    private const int MostFamilies = 20;

    public required string File { get; init; }

    public required string Page { get; init; }

    public required string ReasonColumn { get; init; }

    public required int Rows { get; init; }

    public required int RowsWithoutPart { get; init; }

    public required int Families { get; init; }

    public required IReadOnlyList<Share> Parts { get; init; }

    public required IReadOnlyList<SplitStratum> Categories { get; init; }

    public required int FamiliesAcross { get; init; }

    public required int ProductCodesAcross { get; init; }

    public required int IdenticalPicturesAcross { get; init; }

    public required int SamePhotosAcross { get; init; }

    public required int TitleStemsAcross { get; init; }

    public required Pair? Closest { get; init; }

    public required IReadOnlyList<Family> BiggestFamilies { get; init; }

    public required bool Leaks { get; init; }

    public static SplitResult Of(string file, string page, string reasonColumn, IReadOnlyList<Product> rows, SplitReport report, IReadOnlyDictionary<string, double> shares) => new()
    {
        File = file,
        Page = page,
        ReasonColumn = reasonColumn,
        Rows = rows.Count,
        RowsWithoutPart = report.WithoutPart.Count,
        Families = report.Families.Count,
        Parts = [.. report.Parts.Select(part => new Share(part.Part, part.Rows, part.Families, (double)part.Families / report.Families.Count, shares.GetValueOrDefault(part.Part)))],
        Categories = report.Strata,
        FamiliesAcross = report.Leakage.Families.Count,
        ProductCodesAcross = report.Leakage.ProductCodes.Count,
        IdenticalPicturesAcross = report.Leakage.SamePhotos.Count(pair => pair.IsIdentical),
        SamePhotosAcross = report.Leakage.SamePhotos.Count(pair => !pair.IsIdentical),
        TitleStemsAcross = report.Leakage.TitleStems.Count,
        Closest = report.Leakage.Closest is { } pair ? new Pair(rows[pair.Row].ProductCode, rows[pair.OtherRow].ProductCode, pair.Path, pair.OtherPath, pair.Distance, pair.Bits, pair.ColourDifference) : null,
        BiggestFamilies = [.. report.Families.Take(MostFamilies).Select(family => new Family(family.Name, family.Rows.Count))],
        Leaks = report.Leakage.Exists,
    };

    internal sealed record Share(string Part, int Rows, int Families, double FamilyShare, double AskedShare);

    internal sealed record Pair(string ProductCode, string OtherProductCode, string Path, string OtherPath, double Distance, int Bits, double ColourDifference);

    internal sealed record Family(string Name, int Rows);
}
