using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Catalog.Pictures;
using PhiVisionML.Catalog.Splits;
using PhiVisionML.Catalog.Tests.Pictures;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Splits;

public class SplitLeakageTests
{
    private static readonly byte[][] Files = [.. Enumerable.Range(0, 6).Select(i => ProductPainter.PaintJpeg(Copies.Product(i), 200))];

    private static readonly Dictionary<string, PictureFacts> Pictures = Files.Select((file, i) => PictureReader.Read(file, $"{i}"))
        .Append(PictureReader.Read(Files[0], "0 again")).Append(PictureReader.Read(Copies.Halved(Files[1]), "1 small")).Append(PictureReader.Read([], "broken"))
        .ToDictionary(facts => facts.Path);

    [Fact]
    public void What_is_in_several_parts_is_found()
    {
        var leakage = Find(
            ("train", Row("a", "Mug, red", "0", "F")), ("train", Row("b", "Boot", "1", "G")), ("train", Row("c", "Hat", "2", "H")), ("train", Row("d", "Tee", "broken", null)),
            ("test", Row("e", "Mug, blue", "0 again", "K")), ("validation", Row("f", "Lamp", "1 small", "L")), ("test", Row("c", "Bag", "3", "F")), ("test", Row("g", "Sofa", "broken", null)));
        Assert.True(leakage.Exists);
        Assert.Equal([("F", "0,6")], Text(leakage.Families));
        Assert.Equal([("c", "2,6")], Text(leakage.ProductCodes));
        Assert.Equal([("mug", "0,4")], Text(leakage.TitleStems));
        Assert.Equal([(0, 4, true), (1, 5, false)], leakage.SamePhotos.Select(pair => (pair.Row, pair.OtherRow, pair.IsIdentical)));
        Assert.Equal((0, 4, 0.0), (leakage.Closest!.Row, leakage.Closest.OtherRow, leakage.Closest.Distance));
    }

    [Fact]
    public void A_split_that_keeps_everything_apart_has_none_and_its_closest_pair_is_beyond_the_threshold()
    {
        var leakage = Find([.. Enumerable.Range(0, 6).Select(i => ((string?)(i < 3 ? "train" : "test"), Row($"{i}", $"Ware {(char)('a' + i)}", $"{i}", $"F{i}")))]);
        Assert.False(leakage.Exists);
        Assert.Empty(leakage.TitleStems);
        double closest = (from i in Enumerable.Range(0, 3) from j in Enumerable.Range(3, 3) select NearDuplicate.Distance(Pictures[$"{i}"].Fingerprint!, Pictures[$"{j}"].Fingerprint!)).Min();
        Assert.True(closest > 1);
        Assert.Equal(closest, leakage.Closest!.Distance);
    }

    [Fact]
    public void Rows_without_a_part_leak_nothing()
    {
        var leakage = Find(("train", Row("a", "Mug", "0", "F")), (null, Row("b", "Mug", "0 again", "F")), (" ", Row("a", "Mug", "0", "F")));
        Assert.False(leakage.Exists);
        Assert.Null(leakage.Closest);
    }

    [Fact]
    public void Every_row_of_a_photo_that_many_show_is_named()
    {
        var rows = Enumerable.Range(0, 60).Select(i => ((string?)(i % 3 == 0 ? "test" : "train"), Row($"{i}", $"T{i}", i % 2 == 0 ? "0" : "0 again", null))).ToArray();
        var pairs = Find(rows).SamePhotos;
        Assert.Equal(Enumerable.Range(0, 60), pairs.SelectMany(pair => new[] { pair.Row, pair.OtherRow }).Distinct().Order());
        Assert.All(pairs, pair => Assert.NotEqual(rows[pair.Row].Item1, rows[pair.OtherRow].Item1));
    }

    private static IEnumerable<(string, string)> Text(IEnumerable<CrossingRows> crossing) => crossing.Select(rows => (rows.Name, string.Join(',', rows.Rows)));

    private static Product Row(string code, string title, string path, string? family) =>
        new(code, 1, new Dictionary<string, string?> { ["title"] = title, ["family"] = family }, [path]);

    private static SplitLeakage Find(params (string? Part, Product Product)[] rows) =>
        SplitLeakage.Find([.. rows.Select(row => row.Product)], [.. rows.Select(row => row.Part)], Pictures, "family", cancellation: TestContext.Current.CancellationToken);
}
