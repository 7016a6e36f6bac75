using PhiVisionML.Catalog.Sources;
using PhiVisionML.Catalog.Tests.Answers;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Sources;

public sealed class CsvProductSinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Cells_are_quoted_where_they_need_it()
    {
        var path = Path.Combine(_folder.Path, "new", "out.csv");
        Assert.Equal(1, CsvProductSink.Write(path, ["a", "b,c", "d"], [["1", "say \"hi\"\n", null]]));
        Assert.Equal("a,\"b,c\",d\r\n1,\"say \"\"hi\"\"\n\",\r\n", File.ReadAllText(path));
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var random = new Random(11);
        var titles = Enumerable.Range(0, 500).Select(_ => RandomText.Next(random))
            .Where(title => !string.IsNullOrWhiteSpace(title) && !title.Any(char.IsSurrogate)).ToList();
        var path = Path.Combine(_folder.Path, "out.csv");

        CsvProductSink.Write(path, ["sku", "title"], titles.Select((title, i) => (IReadOnlyList<string?>)[$"{i}", title]));

        var table = CsvProductSource.ReadAll(path, new ProductSourceOptions { RequireImages = false });
        Assert.Empty(table.Rejected);
        Assert.Equal(titles, table.Products.Select(product => product.Fields["title"]));
        Assert.True(titles.Count > 200);
    }

    [Fact]
    public void A_failure_half_way_leaves_the_old_file_and_nothing_else()
    {
        var path = _folder.File("out.csv", "old");
        static IEnumerable<IReadOnlyList<string?>> Failing()
        {
            yield return ["1"];
            throw new IOException("the model is gone");
        }

        Assert.Throws<IOException>(() => CsvProductSink.Write(path, ["a"], Failing()));
        Assert.Throws<ArgumentException>(() => CsvProductSink.Write(path, ["a"], [["1", "2"]]));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }
}
