using System.Text;
using PhiVisionML.Catalog.Sources;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Sources;

public sealed class CsvProductSourceTests : IDisposable
{
    private static readonly ProductSourceOptions NoImages = new() { RequireImages = false };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_row_becomes_a_product_with_its_picture()
    {
        var image = _folder.File("images/1.webp");
        var path = _folder.File("c.csv", "product_code,Title,local_image_path\nA1,\"Red, \"\"big\"\"\nshoe\",images/1.webp\nA2,,images/1.webp\n");

        var table = CsvProductSource.ReadAll(path, new ProductSourceOptions());

        Assert.Empty(table.Rejected);
        Assert.Equal(["product_code", "Title", "local_image_path"], table.Columns);
        Assert.Equal(("A1", 1), (table.Products[0].ProductCode, table.Products[0].RowNumber));
        Assert.Equal("Red, \"big\"\nshoe", table.Products[0].Fields["title"]);
        Assert.Equal([image], table.Products[0].ImagePaths);
        Assert.Null(table.Products[1].Fields["Title"]);
    }

    [Theory]
    [InlineData("a,b;c\n1,2;3\n", "b;c")]
    [InlineData("a;b;c,d\n1;2;3\n", "b")]
    [InlineData("a\tb\n1\t2\n", "b")]
    [InlineData("a|b\n1|2\n", "b")]
    [InlineData("\"a,b,c\";b\n1;2\n", "b")]
    [InlineData("a,b\r\n1,2", "b")]
    public void The_delimiter_is_told_from_the_header(string content, string secondColumn)
    {
        var table = CsvProductSource.ReadAll(_folder.File("c.csv", content), NoImages);
        Assert.Equal(secondColumn, table.Columns[1]);
        Assert.StartsWith("2", Assert.Single(table.Products).Fields[secondColumn], StringComparison.Ordinal);
    }

    [Fact]
    public void A_given_delimiter_is_taken()
    {
        var table = CsvProductSource.ReadAll(_folder.File("c.csv", "a,b,c;d\n1;2\n"), NoImages with { Delimiter = ';' });
        Assert.Equal(["a,b,c", "d"], table.Columns);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Byte_order_marks_are_understood_and_not_part_of_the_first_name(string encoding)
    {
        var path = Path.Combine(_folder.Path, "c.csv");
        File.WriteAllText(path, "sku,title\nس1,红色 👟\n", Encoding.GetEncoding(encoding));
        var product = Assert.Single(CsvProductSource.ReadAll(path, NoImages).Products);
        Assert.Equal(("س1", "红色 👟"), (product.ProductCode, product.Fields["title"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Text_in_another_encoding_is_refused_rather_than_garbled(bool withMark)
    {
        var path = Path.Combine(_folder.Path, "c.csv");
        byte[] mark = withMark ? [0xEF, 0xBB, 0xBF] : [];
        File.WriteAllBytes(path, [.. mark, .. "sku,title\n1,Caf"u8, 0xE9, (byte)'\n']);
        var error = Assert.Throws<InvalidDataException>(() => CsvProductSource.ReadAll(path, NoImages));
        Assert.Contains("save it as UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_outside_the_folder_are_refused_row_by_row()
    {
        _folder.File("secret.png");
        var inside = _folder.File("images/a.png");
        var rows = new[] { "a.png", "../secret.png", "x/../../secret.png", "..\\secret.png", "/etc/passwd", "../images2/a.png", ".", "no.png", "", "a\0.png", inside, "images/a.png", "https://shop/p/a.png?w=3", "https://shop/%2e%2e%2fsecret.png" };
        var path = _folder.File("c.csv", "id,image\n" + string.Concat(rows.Select((cell, i) => $"P{i},{cell}\n")));

        var table = CsvProductSource.ReadAll(path, new ProductSourceOptions { ImageFolder = Path.Combine(_folder.Path, "images") });

        Assert.Equal(["P0", "P10", "P11", "P12"], table.Products.Select(product => product.ProductCode));
        Assert.All(table.Products, product => Assert.Equal([inside], product.ImagePaths));
        Assert.Equal(rows.Length, table.Products.Count + table.Rejected.Count);
        Assert.Contains("leads outside", table.Rejected.Single(row => row.ProductCode == "P1").Reason, StringComparison.Ordinal);
        Assert.Contains("leads outside", table.Rejected.Single(row => row.ProductCode == "P5").Reason, StringComparison.Ordinal);
        Assert.Contains("is empty", table.Rejected.Single(row => row.ProductCode == "P8").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_with_problems_are_reported_with_number_and_reason()
    {
        var path = _folder.File("c.csv", "id,title\n1,a\n2\n\n3,b,c\n4,\n5,x\"y\n6,\"open\n7,z\n");

        var table = CsvProductSource.ReadAll(path, NoImages with { RequiredColumns = ["title"] });

        Assert.Equal(["1"], table.Products.Select(product => product.ProductCode));
        Assert.Equal(
            [
                new RejectedRow(2, "2", "The row has 1 cells; the header has 2 columns."),
                new RejectedRow(3, "3", "The row has 3 cells; the header has 2 columns."),
                new RejectedRow(4, "4", "The column 'title' is empty."),
            ],
            table.Rejected.Take(3));
        Assert.Equal([5, 6], table.Rejected.Skip(3).Select(row => row.RowNumber));
        Assert.All(table.Rejected.Skip(3), row => Assert.Contains("do not pair up", row.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Missing_columns_are_one_error_that_lists_the_columns_present()
    {
        var path = _folder.File("c.csv", "name,cost\na,1\n");
        var error = Assert.Throws<InvalidDataException>(() => CsvProductSource.ReadAll(path, NoImages with { RequiredColumns = ["title", "NAME", "price"] }));
        Assert.Contains("lacks the columns title, price; its columns are name, cost.", error.Message, StringComparison.Ordinal);

        error = Assert.Throws<InvalidDataException>(() => CsvProductSource.ReadAll(path, new ProductSourceOptions()));
        Assert.Contains("has no column of picture files (local_image_path, image, image_path, imageurl); its columns are name, cost", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("a,A\n1,2\n")]
    [InlineData("a,\"b\n1,2\n")]
    public void A_table_without_a_usable_header_is_refused(string content) =>
        Assert.Throws<InvalidDataException>(() => CsvProductSource.ReadAll(_folder.File("c.csv", content), NoImages));

    [Fact]
    public void Faults_of_the_table_show_before_the_first_row_is_asked_for()
    {
        Assert.Throws<FileNotFoundException>(() => CsvProductSource.Read(Path.Combine(_folder.Path, "none.csv"), NoImages, _ => { }));
        var path = _folder.File("c.csv", "a,b\n");
        Assert.Throws<DirectoryNotFoundException>(() => CsvProductSource.Read(path, NoImages with { ImageFolder = Path.Combine(_folder.Path, "none") }, _ => { }));
        Assert.Throws<InvalidDataException>(() => CsvProductSource.Read(path, new ProductSourceOptions { ImageColumn = "photo" }, _ => { }));
    }

    [Fact]
    public void Products_without_a_code_go_by_their_row_number()
    {
        var table = CsvProductSource.ReadAll(_folder.File("c.csv", ",title\n0,a\n1,b\n"), NoImages);
        Assert.Equal(["1", "2"], table.Products.Select(product => product.ProductCode));
        Assert.Equal("column1", table.Columns[0]);
        Assert.Equal(["x", "2"], CsvProductSource.ReadAll(_folder.File("d.csv", "sku,title\nx,a\n ,b\n"), NoImages).Products.Select(product => product.ProductCode));
    }

    [Fact]
    public void Reading_is_streamed_and_can_stop_early()
    {
        var path = _folder.File("c.csv", "id,title\n1,a\n2\n3,c\n");
        var rejected = new List<RejectedRow>();
        var products = CsvProductSource.Read(path, NoImages, rejected.Add);

        Assert.Equal("1", products.First().ProductCode);
        Assert.Empty(rejected);
        Assert.Equal(2, products.Count());
        Assert.Single(rejected);
    }
}
