using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Catalog.Pictures;
using SkiaSharp;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Pictures;

public class NearDuplicateGroupsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Groups_are_those_of_comparing_every_pair(int seed)
    {
        var pictures = Invented(seed, originals: 300, copies: 700).ToArray();
        var expected = new DisjointSets(pictures.Length);
        for (int i = 0; i < pictures.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (NearDuplicate.IsSamePhoto(pictures[i].Fingerprint!, pictures[j].Fingerprint!)) expected.Join(i, j);
            }
        }

        Assert.True(expected.Groups().Count > 100);
        Assert.Equal(expected.Groups(), NearDuplicateGroups.Find(pictures, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Thousands_of_copies_of_one_photo_are_one_group()
    {
        var pictures = Invented(4, originals: 1, copies: 20_000).ToArray();
        Assert.Equal(20_001, Assert.Single(NearDuplicateGroups.Find(pictures, TestContext.Current.CancellationToken)).Count);
    }

    [Fact]
    public void Drawn_pictures_and_their_copies_are_grouped_and_broken_ones_are_in_no_group()
    {
        byte[] one = ProductPainter.PaintJpeg(Copies.Product(1), 200), two = ProductPainter.PaintJpeg(Copies.Product(2), 200);
        byte[][] files = [one, two, [], Copies.Halved(one), [1, 2], two, [1, 2], Copies.Reencoded(one, SKEncodedImageFormat.Webp, 40), ProductPainter.PaintJpeg(Copies.Product(3), 200)];
        var groups = NearDuplicateGroups.Find([.. files.Select((bytes, i) => PictureReader.Read(bytes, $"{i}"))], TestContext.Current.CancellationToken);
        Assert.Equal([[0, 3, 7], [1, 5]], groups);
    }

    [Fact]
    public void Grouping_stops_when_cancelled() =>
        Assert.ThrowsAny<OperationCanceledException>(() => NearDuplicateGroups.Find([.. Invented(5, 10, 10)], new CancellationToken(canceled: true)));

    /// <summary>Fingerprints with random bits and colours, and copies of any of them, copies included, with up to 12 coarse bits flipped.</summary>
    internal static IEnumerable<PictureFacts> Invented(int seed, int originals, int copies)
    {
        var random = new Random(seed);
        var made = new List<PictureFingerprint>();
        for (int i = 0; i < originals + copies; i++)
        {
            PictureFingerprint fingerprint;
            if (i < originals)
            {
                var colours = new byte[PictureFingerprint.Cells * PictureFingerprint.Cells * 3];
                random.NextBytes(colours);
                fingerprint = new PictureFingerprint(new PictureShape(Bits(random), Bits(random), Bits(random), Bits(random)), colours);
            }
            else
            {
                var like = made[random.Next(Math.Min(made.Count, originals))];
                ulong coarse = like.Shape.Coarse;
                for (int flips = random.Next(8); flips > 0; flips--) coarse ^= 1UL << random.Next(64);
                fingerprint = new PictureFingerprint(like.Shape with { Coarse = coarse }, like.Colours.ToArray());
            }

            made.Add(fingerprint);
            yield return new PictureFacts { Path = $"{i}", Sha256 = $"{i}", Fingerprint = fingerprint };
        }
    }

    private static ulong Bits(Random random) => (ulong)random.NextInt64(long.MinValue, long.MaxValue);
}
