using PhiVisionML.Catalog.Sources;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Sources;

public sealed class CatalogRowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_row_keeps_its_place_its_cells_and_its_picture_addresses()
    {
        var path = _folder.File("t.csv", "id,imageurl,title\n1,http://h/1.jpg,a\n2,http://h/2.jpg\n3,,c\n4,http://h/4.jpg,d,e\n");

        var rows = CatalogRows.Open(path);

        Assert.Equal(["id", "imageurl", "title"], rows.Columns);
        Assert.Equal(["imageurl"], rows.PictureColumns);
        var read = rows.Read().ToList();
        Assert.Equal([(1, "1", "a"), (2, "2", null), (3, "3", "c"), (4, "4", "d")], read.Select(row => (row.RowNumber, row.Fields["id"]!, row.Fields["title"])));
        Assert.Equal(["http://h/1.jpg"], read.SelectMany(row => row.Pictures));
        Assert.Equal([true, false, true, false], read.Select(row => row.Fault is null));
    }

    [Fact]
    public void Layouts_arrays_and_the_column_map_say_where_addresses_are()
    {
        var shop = _folder.File("shop.csv", "Handle,Title,Variant SKU,Variant Price,Image Src\nbag,Bag,B1,10,http://h/1\nbag,,B2,11,http://h/1\nbag,,,,http://h/2\n");
        Assert.Equal(["http://h/1 http://h/2", "http://h/1 http://h/2", "http://h/2"], CatalogRows.Open(shop).Read().Select(row => string.Join(' ', row.Pictures)));

        var lines = _folder.File("t.jsonl", """{"id":1,"fotos":["http://h/1"," ","http://h/2"],"tags":["a","b"]}""");
        var mapped = CatalogRows.Open(lines, columnMap: new Dictionary<string, string> { ["imageurl"] = "fotos" });
        var row = Assert.Single(mapped.Read());
        Assert.Equal(["http://h/1", "http://h/2"], row.Pictures);
        Assert.Equal("a, b", row.Fields["tags"]);
        Assert.Null(row.Fault);
        Assert.Equal(2, Assert.Single(CatalogRows.Open(lines, imageColumn: "fotos").Read()).Pictures.Count);
    }

    [Fact]
    public void A_table_that_was_fetched_before_is_read_by_its_addresses()
        => Assert.Equal(["http://h/1"], Assert.Single(CatalogRows.Open(_folder.File("t.csv", "local_image_path,imageurl\na.jpg,http://h/1\n")).Read()).Pictures);

    [Fact]
    public void A_table_without_addresses_is_refused_with_the_columns_it_has()
    {
        var error = Assert.Throws<InvalidDataException>(() => CatalogRows.Open(_folder.File("t.csv", "id,foto\n1,a\n")));
        Assert.Contains("imageurl", error.Message, StringComparison.Ordinal);
        Assert.Contains("id, foto", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fetched_pictures_are_all_found_beside_the_table()
    {
        foreach (var name in new[] { "1.png", "2.png", "3.png" }) _folder.File(name, "");
        var table = ProductSource.ReadAll(_folder.File("t.csv", "id,title,image_link,local_image_path,additional_image_paths\n1,a,http://h/x,1.png,\"2.png,3.png\"\n2,b,http://h/x,2.png,\n"), new ProductSourceOptions());
        Assert.Equal([["1.png", "2.png", "3.png"], ["2.png"]], table.Products.Select(product => product.ImagePaths.Select(path => Path.GetFileName(path)).ToArray()));
    }
}
