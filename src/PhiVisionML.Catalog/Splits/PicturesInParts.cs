using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Pictures;

namespace PhiVisionML.Catalog.Splits;

/// <summary>The products and pictures of a split, compared across its parts.</summary>
internal sealed class PicturesInParts
{
    private readonly IReadOnlyList<Product> _products;
    private readonly string?[] _parts;
    private readonly (int Row, PictureFacts Facts)[] _shown;

    /// <param name="products">The products.</param>
    /// <param name="parts">The part of each; <c>null</c> for none.</param>
    /// <param name="pictures">The facts of their pictures by path.</param>
    public PicturesInParts(IReadOnlyList<Product> products, string?[] parts, IReadOnlyDictionary<string, PictureFacts> pictures)
    {
        (_products, _parts) = (products, parts);
        _shown =
        [
            .. from row in Enumerable.Range(0, products.Count)
               where parts[row] is not null
               from path in products[row].ImagePaths
               let facts = pictures.GetValueOrDefault(path)
               where facts?.Fingerprint is { IsFlat: false }
               select (row, facts),
        ];
    }

    /// <summary>Values that products of several parts have.</summary>
    public IReadOnlyList<CrossingRows> Crossing(Func<Product, string?> value) =>
    [
        .. Enumerable.Range(0, _products.Count)
            .Where(row => _parts[row] is not null)
            .GroupBy(row => WhiteSpace.Fold(value(_products[row]) ?? ""), StringComparer.Ordinal)
            .Where(group => group.Key.Length > 0 && group.Select(row => _parts[row]).Distinct(StringComparer.Ordinal).Skip(1).Any())
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new CrossingRows(group.Key, [.. group])),
    ];

    /// <summary>Pairs of one photo; each picture that has a copy in another part is in one of them at least.</summary>
    public IReadOnlyList<CrossingPictures> SamePhotos(CancellationToken cancellation)
    {
        var pairs = new List<CrossingPictures>();
        foreach (var group in NearDuplicateGroups.Find([.. _shown.Select(picture => picture.Facts)], cancellation))
        {
            if (!group.Select(i => _parts[_shown[i].Row]).Distinct(StringComparer.Ordinal).Skip(1).Any()) continue;
            var paired = new HashSet<int>();
            foreach (int i in group)
            {
                cancellation.ThrowIfCancellationRequested();
                if (paired.Contains(i)) continue;
                foreach (int j in group)
                {
                    if (!AreApart(i, j) || !NearDuplicate.IsSamePhoto(_shown[i].Facts.Fingerprint!, _shown[j].Facts.Fingerprint!)) continue;
                    pairs.Add(Pair(Math.Min(i, j), Math.Max(i, j)));
                    paired.Add(i);
                    paired.Add(j);
                    break;
                }
            }
        }

        return [.. pairs.OrderBy(pair => pair.Row).ThenBy(pair => pair.OtherRow)];
    }

    /// <summary>The closest pair of pictures in different parts. Every pair is looked at, most of them at 64 bits only: 100,000 pictures take seconds.</summary>
    public CrossingPictures? Closest(CancellationToken cancellation)
    {
        PictureShape[] shapes = [.. _shown.Select(picture => picture.Facts.Fingerprint!.Shape)];
        var best = (Distance: double.PositiveInfinity, I: -1, J: -1);
        var lockBest = new Lock();
        Parallel.For(0, shapes.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            var limit = Volatile.Read(ref best.Distance);
            for (int j = i + 1; j < shapes.Length; j++)
            {
                if ((double)PictureShape.CoarseDistance(shapes[i], shapes[j]) / NearDuplicate.MostCoarseBits > limit
                    || NearDuplicate.ShapeDistance(shapes[i], shapes[j]) > limit || !AreApart(i, j)) continue;
                double distance = NearDuplicate.Distance(_shown[i].Facts.Fingerprint!, _shown[j].Facts.Fingerprint!);
                if (distance > limit) continue;
                lock (lockBest)
                {
                    if ((distance, i, j).CompareTo(best) < 0) best = (distance, i, j);
                    limit = best.Distance;
                }
            }
        });
        return best.I < 0 ? null : Pair(best.I, best.J);
    }

    private bool AreApart(int i, int j) => !string.Equals(_parts[_shown[i].Row], _parts[_shown[j].Row], StringComparison.Ordinal);

    private CrossingPictures Pair(int i, int j)
    {
        var (one, other) = (_shown[i].Facts, _shown[j].Facts);
        return new CrossingPictures(
            _shown[i].Row, _shown[j].Row, one.Path, other.Path, one.Sha256 == other.Sha256, NearDuplicate.Distance(one.Fingerprint!, other.Fingerprint!),
            PictureShape.Distance(one.Fingerprint!.Shape, other.Fingerprint!.Shape), PictureFingerprint.ColourDifference(one.Fingerprint, other.Fingerprint!));
    }
}
