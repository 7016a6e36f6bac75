using PhiVisionML.Catalog.Sources;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Sources.Layouts;

public sealed class GoogleLayoutTests : IDisposable
{
    private const string Table = """
        id	title	description	link	image link	additional_image_link	price	product_type	google_product_category	item_group_id
        G1	Red shoe	Soft	https://shop/1	https://shop/p/1.png	https://shop/p/2.png, https://shop/p/3.png	12.99 USD	Shoes	187	F1
        G2	Blue shoe	Soft	https://shop/2	https://shop/p/2.png		1.299,00 €		187	F1
        G3	Hat		https://shop/3	https://shop/p/none.png		on request	Hats		
        """;

    private const string Feed = """
        <?xml version="1.0" encoding="UTF-8"?>
        <rss xmlns:g="http://base.google.com/ns/1.0" xmlns:media="http://search.yahoo.com/mrss/" version="2.0">
          <channel>
            <title>The shop</title>
            <item>
              <title>Plain title</title><media:title>Trailer</media:title>
              <g:id>G1</g:id><g:title><![CDATA[Red <shoe> & lace]]></g:title>
              <g:image_link>https://shop/p/1.png</g:image_link>
              <g:additional_image_link>https://shop/p/2.png</g:additional_image_link>
              <g:additional_image_link>https://shop/p/3.png</g:additional_image_link>
              <g:price>12.99 USD</g:price><g:product_type>Shoes &gt; Red</g:product_type><g:item_group_id>F1</g:item_group_id>
              <g:shipping><g:country>US</g:country><g:price>5 USD</g:price></g:shipping>
            </item>
            <!-- between -->
            <item><g:id>G2</g:id><title>Blue shoe</title><g:image_link>https://shop/p/2.png</g:image_link><g:price/></item>
            <item/>
          </channel>
        </rss>
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_table_gives_our_fields_beside_its_own()
    {
        var pictures = Pictures();
        var table = ProductSource.ReadAll(_folder.File("feed.txt", Table), Options() with { RequireImages = false });

        Assert.Empty(table.Rejected);
        Assert.Equal(["product_code", "category3_code", "full_price", "currency_code", "family"], table.Columns.Skip(10));
        var rows = table.Products.Select(product => (product.ProductCode, product.Fields["category3_code"], product.Fields["full_price"], product.Fields["currency_code"], product.Fields["family"], product.Fields["price"]));
        Assert.Equal(
            [("G1", "Shoes", "12.99", "USD", "F1", "12.99 USD"), ("G2", "187", "1299.00", "€", "F1", "1.299,00 €"), ("G3", "Hats", null, null, null, "on request")],
            rows);
        Assert.Equal(pictures, table.Products[0].ImagePaths);
        Assert.Equal([pictures[1]], table.Products[1].ImagePaths);
        Assert.Empty(table.Products[2].ImagePaths);
    }

    [Fact]
    public void A_price_that_cannot_be_read_is_named_when_it_is_required()
    {
        Pictures();
        var table = ProductSource.ReadAll(_folder.File("feed.tsv", Table), Options() with { RequireImages = false, RequiredColumns = ["full_price"] });
        Assert.Equal(["G1", "G2"], table.Products.Select(product => product.ProductCode));
        Assert.Equal(
            new RejectedRow(3, "G3", "The column 'full_price' is empty: 'price' is 'on request', and an amount with its currency (12.99 USD) is expected."),
            Assert.Single(table.Rejected));
    }

    [Fact]
    public void A_feed_in_xml_is_read_with_and_without_the_prefix()
    {
        var pictures = Pictures();
        var table = ProductSource.ReadAll(_folder.File("feed.xml", Feed), Options());

        Assert.Equal(2, table.Products.Count);
        var fields = table.Products[0].Fields;
        Assert.Equal(("Red <shoe> & lace", "Trailer", "Shoes > Red"), (fields["title"], fields["media:title"], fields["category3_code"]));
        Assert.Equal(("12.99", "USD", "F1", "US:5 USD"), (fields["full_price"], fields["currency_code"], fields["family"], fields["shipping"]));
        Assert.Equal(pictures, table.Products[0].ImagePaths);
        Assert.Equal(("G2", 2, "Blue shoe", null), (table.Products[1].ProductCode, table.Products[1].RowNumber, table.Products[1].Fields["title"], table.Products[1].Fields["full_price"]));
        Assert.Equal(new RejectedRow(3, "3", "The image column 'image_link, additional_image_link' is empty."), Assert.Single(table.Rejected));
    }

    [Fact]
    public void Json_lines_with_the_feeds_names_are_such_a_feed()
    {
        var pictures = Pictures();
        var path = _folder.File("feed.jsonl", """{"id":"G1","title":"Shoe","image_link":"1.png","additional_image_link":["2.png","3.png"],"price":"12.99 USD"}""");
        var product = Assert.Single(ProductSource.ReadAll(path, Options()).Products);
        Assert.Equal(pictures, product.ImagePaths);
        Assert.Equal("12.99", product.Fields["full_price"]);
    }

    [Fact]
    public void What_the_options_name_goes_before_what_the_feed_means()
    {
        var pictures = Pictures();
        var path = _folder.File("feed.tsv", "id\ttitle\timage_link\tprice\tsale_price\tsku\tlocal_image_path\nG1\tShoe\t1.png\t12 USD\t9 USD\tS1\t2.png\n");
        var product = Assert.Single(ProductSource.ReadAll(path, Options()).Products);
        Assert.Equal([pictures[1]], product.ImagePaths);

        var options = Options() with { ImageColumn = "image_link", ProductCodeColumn = "sku", ColumnMap = new Dictionary<string, string> { ["full_price"] = "sale_price" } };
        product = Assert.Single(ProductSource.ReadAll(path, options).Products);
        Assert.Equal(("S1", "9 USD", "USD"), (product.ProductCode, product.Fields["full_price"], product.Fields["currency_code"]));
        Assert.Equal([pictures[0]], product.ImagePaths);
    }

    [Theory]
    [InlineData("<rss><channel><item><id>1</id></channel></rss>", "line 1")]
    [InlineData("<rss><channel><item><id>1</id>\n", "line 2")]
    [InlineData("{}", "line 1, column 1")]
    [InlineData("<!DOCTYPE rss [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><rss><item><id>&b;</id></item></rss>", "document types (DTD) are not read")]
    [InlineData("<!DOCTYPE rss SYSTEM 'file:///etc/passwd'><rss><item><id>1</id></item></rss>", "document types (DTD) are not read")]
    [InlineData("<products><product><id>1</id></product></products>", "no usable <item> or <entry> among 0 rows")]
    public void A_feed_that_is_no_feed_is_refused(string content, string said)
    {
        var error = Assert.Throws<InvalidDataException>(() => ProductSource.Read(_folder.File("feed.xml", content), Options(), _ => { }));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    private string[] Pictures() => [_folder.File("images/1.png"), _folder.File("images/2.png"), _folder.File("images/3.png")];

    private ProductSourceOptions Options()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "images"));
        return new ProductSourceOptions { ImageFolder = Path.Combine(_folder.Path, "images") };
    }
}
