using System.Text;
using PhiVisionML.Catalog.Sources;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Sources;

public sealed class ProductSourceTests : IDisposable
{
    private static readonly ProductSourceOptions NoImages = new() { RequireImages = false };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("c.csv", "sku,title\n1,a\n")]
    [InlineData("c.TSV", "sku\ttitle\n1\ta\n")]
    [InlineData("c.txt", "sku;title\n1;a\n")]
    [InlineData("c.jsonl", "{\"sku\":1,\"title\":\"a\"}\n")]
    [InlineData("c.ndjson", "{\"sku\":\"1\",\"title\":\"a\"}")]
    [InlineData("c.xml", "<rss><channel><item><sku>1</sku><title>a</title></item></channel></rss>")]
    [InlineData("c.rss", "<feed xmlns='http://www.w3.org/2005/Atom'><entry><sku>1</sku><title>a</title></entry></feed>")]
    [InlineData("export", "sku|title\n1|a\n")]
    [InlineData("export.dat", "  {\"sku\":\"1\",\"title\":\"a\"}\n")]
    [InlineData("export.feed", "\n<rss><item><sku>1</sku><title>a</title></item></rss>")]
    public void The_format_is_told_from_the_extension_else_from_the_content(string name, string content)
    {
        var table = ProductSource.ReadAll(_folder.File(name, content), NoImages);
        Assert.Empty(table.Rejected);
        Assert.Equal(["sku", "title"], table.Columns);
        var product = Assert.Single(table.Products);
        Assert.Equal(("1", 1, "a"), (product.ProductCode, product.RowNumber, product.Fields["TITLE"]));
    }

    [Theory]
    [InlineData("https://shop/p/a.png?size=x/y.png", "a.png")]
    [InlineData("HTTP://shop/a.png#b/c", "a.png")]
    [InlineData("http://shop/p/b%2Dc.png", "b-c.png")]
    [InlineData("http://shop/p/blue bag.png", "blue bag.png")]
    [InlineData("http://a.png", null)]
    [InlineData("http://shop/p/", null)]
    [InlineData("http://shop/p/..", null)]
    [InlineData("http://shop?p/a.png", null)]
    [InlineData("httpdocs/d.png", "httpdocs/d.png")]
    public void The_picture_of_an_address_is_the_file_of_its_name(string cell, string? file)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "httpdocs"));
        foreach (var name in new[] { "a.png", "b-c.png", "blue bag.png", "httpdocs/d.png" }) _folder.File(name);
        var path = _folder.File("t.csv", $"id,image\n1,{cell}\n");

        var product = Assert.Single(ProductSource.ReadAll(path, new ProductSourceOptions { RequireImages = false }).Products);

        Assert.Equal(file is null ? [] : [Path.Combine(_folder.Path, file)], product.ImagePaths);
    }

    [Fact]
    public void What_no_reader_knows_is_refused_with_the_remedy()
    {
        var error = Assert.Throws<InvalidDataException>(() => ProductSource.ReadAll(_folder.File("c.json", "[{\"sku\":1}]"), NoImages));
        Assert.Contains("write one object a line (.jsonl)", error.Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => ProductSource.Read(Path.Combine(_folder.Path, "none.jsonl"), NoImages, _ => { }));
    }

    [Theory]
    [InlineData("c.jsonl")]
    [InlineData("c.xml")]
    [InlineData("c.csv")]
    public void Empty_files_are_refused_before_the_first_row_is_asked_for(string name) =>
        Assert.Throws<InvalidDataException>(() => ProductSource.Read(_folder.File(name), NoImages, _ => { }));

    [Fact]
    public void The_column_map_gives_columns_our_names_beside_their_own()
    {
        var image = _folder.File("a.png");
        var path = _folder.File("c.csv", "Artikel,Preis,Bild,title,Name\nA1,12,a.png,short,The long name\n");
        var map = new Dictionary<string, string> { ["product_code"] = "ARTIKEL", ["full_price"] = "Preis", ["image"] = "Bild", ["title"] = "Name" };

        var table = ProductSource.ReadAll(path, new ProductSourceOptions { ColumnMap = map, RequiredColumns = ["full_price"] });

        Assert.Equal(["Artikel", "Preis", "Bild", "title", "Name", "product_code", "full_price", "image"], table.Columns);
        var product = Assert.Single(table.Products);
        Assert.Equal(("A1", "12", "12", "The long name"), (product.ProductCode, product.Fields["full_price"], product.Fields["Preis"], product.Fields["title"]));
        Assert.Equal([image], product.ImagePaths);
        Assert.Equal("A1", Assert.Single(CsvProductSource.ReadAll(path, new ProductSourceOptions { ColumnMap = map }).Products).ProductCode);
    }

    [Fact]
    public void A_column_map_to_a_column_that_is_not_there_is_refused()
    {
        var options = NoImages with { ColumnMap = new Dictionary<string, string> { ["title"] = "Name" } };
        var error = Assert.Throws<InvalidDataException>(() => ProductSource.ReadAll(_folder.File("c.csv", "sku,title\n1,a\n"), options));
        Assert.Contains("lacks the column Name; its columns are sku, title.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c.csv", "sku,title\nس1,红色 👟\n", "utf-16")]
    [InlineData("c.csv", "sku,title\nس1,红色 👟\n", "utf-16BE")]
    [InlineData("c.jsonl", "{\"sku\":\"س1\",\"title\":\"红色 👟\"}\n", "utf-16")]
    [InlineData("c.jsonl", "{\"sku\":\"س1\",\"title\":\"红色 👟\"}\n", "utf-8")]
    [InlineData("c.xml", "<rss><item><sku>س1</sku><title>红色 👟</title></item></rss>", "utf-16")]
    public void Byte_order_marks_say_the_encoding(string name, string content, string encoding)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, content, Encoding.GetEncoding(encoding));
        var product = Assert.Single(ProductSource.ReadAll(path, NoImages).Products);
        Assert.Equal(("س1", "红色 👟"), (product.ProductCode, product.Fields["title"]));
    }

    [Fact]
    public void Broken_text_is_refused_rather_than_garbled()
    {
        var path = Path.Combine(_folder.Path, "c.jsonl");
        File.WriteAllBytes(path, [.. "{\"sku\":1}\n{\"sku\":\"Caf"u8, 0xE9, .. "\"}\n"u8]);
        var error = Assert.Throws<InvalidDataException>(() => ProductSource.ReadAll(path, NoImages));
        Assert.Contains("is not UTF-8 text after line", error.Message, StringComparison.Ordinal);

        File.WriteAllBytes(path, [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("{\"sku\":\""), 0x00, 0xD8, .. Encoding.Unicode.GetBytes("\"}")]);
        Assert.Throws<InvalidDataException>(() => ProductSource.ReadAll(path, NoImages));

        File.WriteAllText(path, "{\"sku\":1}\n", new UnicodeEncoding(bigEndian: false, byteOrderMark: false));
        error = Assert.Throws<InvalidDataException>(() => ProductSource.ReadAll(path, NoImages));
        Assert.Contains("lacks its byte order mark", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c.csv", "sku\n1\n2\n3\n")]
    [InlineData("c.jsonl", "{\"sku\":1}\n{\"sku\":2}\n{\"sku\":3}\n")]
    [InlineData("c.xml", "<rss><item><sku>1</sku></item><item><sku>2</sku></item><item><sku>3</sku></item></rss>")]
    public void Products_can_be_enumerated_in_part_and_again(string name, string content)
    {
        var path = _folder.File(name, content);
        var products = ProductSource.Read(path, NoImages, _ => { });
        Assert.Equal("1", products.First().ProductCode);
        Assert.Equal(["1", "2", "3"], products.Select(product => product.ProductCode));
    }
}
