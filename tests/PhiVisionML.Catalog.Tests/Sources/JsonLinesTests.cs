using PhiVisionML.Catalog.Sources;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Sources;

public sealed class JsonLinesTests : IDisposable
{
    private static readonly ProductSourceOptions NoImages = new() { RequireImages = false };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Values_become_text_as_they_are_written()
    {
        var table = Read("{\"sku\":\"a\",\"price\":12.50,\"big\":12345678901234567890,\"sale\":true,\"old\":false,\"note\":null,\"blank\":\" \",\"text\":\"x\\n\\u00e9\"}");
        var fields = Assert.Single(table.Products).Fields;
        Assert.Equal(["a", "12.50", "12345678901234567890", "true", "false", null, null, "x\né"], table.Columns.Select(column => fields[column]));
    }

    [Fact]
    public void Columns_are_all_names_of_the_file_and_a_row_without_one_has_an_empty_cell()
    {
        var lines = Enumerable.Range(1, 300).Select(i => $"{{\"sku\":{i}}}").Append("{\"Title\":\"late\",\"SKU\":301}");
        var table = Read(string.Join("\r\n", lines));
        Assert.Equal(["sku", "Title"], table.Columns);
        Assert.Equal(301, table.Products.Count);
        Assert.Null(table.Products[0].Fields["title"]);
        Assert.Equal(("301", "late"), (table.Products[300].ProductCode, table.Products[300].Fields["title"]));
    }

    [Fact]
    public void Lines_with_problems_are_reported_and_the_others_read()
    {
        string[] lines =
        [
            "{\"sku\":\"a\"}", "", "{\"sku\":\"b\"", "[1]", "\"text\"", "{\"sku\":\"c\",\"size\":{\"w\":1}}", "{\"sku\":\"d\",\"tags\":[\"x\",\"y\"]}", "{\"sku\":\"e\",\"image\":[\"x\",1]}",
            "{\"sku\":\"f\",\"Sku\":\"g\"}", "{\"sku\":\"\\ud800\"}", "{\"sku\":\"h\",\"\":1}", "{\"sku\":\"i\"} {\"sku\":\"j\"}", new string('[', 100_000), "{\"sku\":\"k\"}",
        ];

        var table = Read(string.Join('\n', lines));

        Assert.Equal([("a", 1), ("k", 13)], table.Products.Select(product => (product.ProductCode, product.RowNumber)));
        Assert.Equal(Enumerable.Range(2, 11), table.Rejected.Select(row => row.RowNumber));
        string[] reasons =
        [
            "Line 3 is not JSON at its byte", "Line 4 holds an array", "Line 5 holds a text", "'size' holds an object", "The column 'tags' holds an array of 2", "The array 'image' holds a number",
            "has the name 'Sku' twice", "half of a surrogate pair", "a value without a name", "Line 12 is not JSON", "Line 13 is not JSON",
        ];
        Assert.All(reasons.Zip(table.Rejected), pair => Assert.Contains(pair.First, pair.Second.Reason, StringComparison.Ordinal));
        Assert.Equal("c", table.Rejected[3].ProductCode);
    }

    [Fact]
    public void An_array_in_the_picture_column_is_several_pictures()
    {
        var (one, two) = (_folder.File("images/1.png"), _folder.File("images/2, blue.png"));
        var path = _folder.File("c.jsonl", "{\"sku\":\"a\",\"photo\":[\"1.png\",\"https://shop/p/2, blue.png\",\"none.png\",\"1.png\"]}\n{\"sku\":\"b\",\"photo\":[]}\n{\"sku\":\"c\",\"photo\":\"1.png\"}\n{\"sku\":\"d\",\"photo\":[\"none.png\"]}");
        var options = new ProductSourceOptions { ImageFolder = Path.Combine(_folder.Path, "images") };

        foreach (var table in new[]
        {
            ProductSource.ReadAll(path, options with { ImageColumn = "photo" }),
            ProductSource.ReadAll(path, options with { ColumnMap = new Dictionary<string, string> { ["image"] = "Photo" } }),
        })
        {
            Assert.Equal(["a", "c"], table.Products.Select(product => product.ProductCode));
            Assert.Equal([one, two], table.Products[0].ImagePaths);
            Assert.Equal([one], table.Products[1].ImagePaths);
            Assert.Equal(["b", "d"], table.Rejected.Select(row => row.ProductCode));
            Assert.Contains("is empty", table.Rejected[0].Reason, StringComparison.Ordinal);
            Assert.Contains("'none.png' does not exist", table.Rejected[1].Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_without_a_single_object_is_refused_with_its_first_fault()
    {
        var error = Assert.Throws<InvalidDataException>(() => Read("sku,title\n1,a\n"));
        Assert.Contains("no usable JSON object among 2 rows; the first fault: Line 1 is not JSON", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_in_the_place_of_names_are_refused()
    {
        var lines = Enumerable.Range(1, 1001).Select(i => $"{{\"name{i}\":1}}");
        var error = Assert.Throws<InvalidDataException>(() => Read(string.Join('\n', lines)));
        Assert.Contains("more than 1000 names of columns by row 1001", error.Message, StringComparison.Ordinal);
    }

    private ProductTable Read(string content) => ProductSource.ReadAll(_folder.File("c.jsonl", content), NoImages);
}
