using System.Numerics;

namespace PhiVisionML.Catalog.Pictures;

/// <summary>Finds groups of pictures that are one photo again and again.</summary>
/// <remarks>
/// Of two shapes that differ in at most 11 of 64 coarse bits one of four runs of 16 bits differs in at most two: each picture is compared only with those
/// whose run is one of the 137 nearest. Pictures of a group are not compared with each other once they are in it, so that thousands of copies of one photo cost little.
/// </remarks>
public static class NearDuplicateGroups
{
    private const int Runs = 4, RunBits = 16, MostFlips = NearDuplicate.MostCoarseBits / Runs;

    private static readonly int[] Flips = [.. Enumerable.Range(0, 1 << RunBits).Where(mask => BitOperations.PopCount((uint)mask) <= MostFlips)];

    /// <summary>The groups of pictures that are equal byte by byte or the same photo, directly or by way of others of the group.</summary>
    /// <param name="pictures">The pictures. Those that are unusable or flat are in no group.</param>
    /// <param name="cancellation">Looked at while comparing.</param>
    /// <returns>Groups of two and more, as positions in <paramref name="pictures"/> in ascending order.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<IReadOnlyList<int>> Find(IReadOnlyList<PictureFacts> pictures, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        var sets = new DisjointSets(pictures.Count);
        Join(pictures, sets, cancellation);
        return sets.Groups();
    }

    /// <summary>Joins the sets of pictures that are the same photo.</summary>
    internal static void Join(IReadOnlyList<PictureFacts> pictures, DisjointSets sets, CancellationToken cancellation)
    {
        var firstOfBytes = new Dictionary<string, int>(StringComparer.Ordinal);
        var distinct = new List<int>();
        for (int i = 0; i < pictures.Count; i++)
        {
            if (pictures[i].Fingerprint is not { IsFlat: false }) continue;
            if (firstOfBytes.TryAdd(pictures[i].Sha256!, i)) distinct.Add(i);
            else sets.Join(firstOfBytes[pictures[i].Sha256!], i);
        }

        for (int run = 0; run < Runs; run++)
            new RunIndex(run, pictures, sets).JoinAll(distinct, cancellation);
    }

    /// <summary>Pictures by one run of their coarse bits; in each bucket those that are joined already lie together.</summary>
    private sealed class RunIndex(int run, IReadOnlyList<PictureFacts> pictures, DisjointSets sets)
    {
        private readonly List<List<(ulong Coarse, int Item)>>?[] _buckets = new List<List<(ulong Coarse, int Item)>>?[1 << RunBits];

        public void JoinAll(IEnumerable<int> items, CancellationToken cancellation)
        {
            foreach (int item in items)
            {
                cancellation.ThrowIfCancellationRequested();
                ulong coarse = pictures[item].Fingerprint!.Shape.Coarse;
                int key = (int)(coarse >> (RunBits * run)) & ((1 << RunBits) - 1);
                foreach (int flip in Flips)
                {
                    if (_buckets[key ^ flip] is { } bucket) JoinWith(bucket, coarse, item);
                }

                Add(_buckets[key] ??= [], coarse, item);
            }
        }

        private void JoinWith(List<List<(ulong Coarse, int Item)>> bucket, ulong coarse, int item)
        {
            foreach (var joined in bucket)
            {
                if (joined.Count > 1 && sets.AreJoined(joined[0].Item, item)) continue;
                foreach (var (otherCoarse, other) in joined)
                {
                    if (BitOperations.PopCount(otherCoarse ^ coarse) > NearDuplicate.MostCoarseBits) continue;
                    if (!NearDuplicate.IsSamePhoto(pictures[other].Fingerprint!, pictures[item].Fingerprint!)) continue;
                    sets.Join(other, item);
                    break;
                }
            }
        }

        private void Add(List<List<(ulong Coarse, int Item)>> bucket, ulong coarse, int item)
        {
            foreach (var joined in bucket)
            {
                if (!sets.AreJoined(joined[0].Item, item)) continue;
                joined.Add((coarse, item));
                return;
            }

            bucket.Add([(coarse, item)]);
        }
    }
}
