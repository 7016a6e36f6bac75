using PhiVisionML.Catalog.Sources;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Sources.Layouts;

public sealed class ShopifyLayoutTests : IDisposable
{
    private const string Header = "Handle,Title,Type,Product Category,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src,Image Position,Variant Image\n";
    private static readonly ProductSourceOptions NoImages = new() { RequireImages = false };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Variants_are_products_of_one_family_with_its_pictures()
    {
        string[] files = [.. Enumerable.Range(1, 5).Select(i => _folder.File($"{i}.png"))];
        var path = _folder.File("products_export.csv", Header
            + "tee,Cotton tee,Shirts,Apparel,Colour,Red,T-R,19.90,https://cdn/s/1.png?v=7,1,\n"
            + "tee,,,,,Blue,T-B,21.90,https://cdn/s/2.png,2,4.png\n"
            + "tee,,,,,,,,https://cdn/s/3.png,3,\n"
            + "mug,Mug,,Home > Mugs,,,,8.00,5.png,1,\n");

        var table = ProductSource.ReadAll(path, new ProductSourceOptions());

        Assert.Empty(table.Rejected);
        Assert.Equal(["product_code", "category3_code", "full_price", "family"], table.Columns.Skip(11));
        Assert.Equal(
            [("T-R", 1, "Cotton tee", "Shirts", "19.90", "tee"), ("T-B", 2, "Cotton tee", "Shirts", "21.90", "tee"), ("mug", 4, "Mug", "Home > Mugs", "8.00", "mug")],
            table.Products.Select(product => (product.ProductCode, product.RowNumber, product.Fields["title"], product.Fields["category3_code"], product.Fields["full_price"], product.Fields["family"])));
        Assert.Equal(files[..3], table.Products[0].ImagePaths);
        Assert.Equal([files[3], .. files[..3]], table.Products[1].ImagePaths);
        Assert.Equal([files[4]], table.Products[2].ImagePaths);
        Assert.Equal(("Blue", "Colour"), (table.Products[1].Fields["Option1 Value"], table.Products[1].Fields["Option1 Name"]));
    }

    [Fact]
    public void The_newer_names_of_the_columns_mean_the_same()
    {
        string[] files = [.. Enumerable.Range(1, 3).Select(i => _folder.File($"{i}.png"))];
        var path = _folder.File("products_export.csv",
            "Title,URL handle,Product category,Type,SKU,Barcode,Option1 name,Option1 value,Price,Price / Europe,Product image URL,Image position,Variant image URL\n"
            + "Cotton tee,tee,Apparel,Shirts,T-R,111,Colour,Red,19.90,21.00,https://cdn/s/1.png?v=7,1,\n"
            + ",tee,,,T-B,,,Blue,21.90,,,,3.png\n"
            + ",tee,,,,,,,,,https://cdn/s/2.png,2,\n");

        var table = ProductSource.ReadAll(path, new ProductSourceOptions());

        Assert.Empty(table.Rejected);
        Assert.Equal(
            [("T-R", "Cotton tee", "Shirts", "19.90", "tee"), ("T-B", "Cotton tee", "Shirts", "21.90", "tee")],
            table.Products.Select(product => (product.ProductCode, product.Fields["title"], product.Fields["category3_code"], product.Fields["full_price"], product.Fields["family"])));
        Assert.Equal(files[..2], table.Products[0].ImagePaths);
        Assert.Equal([files[2], .. files[..2]], table.Products[1].ImagePaths);
        Assert.Equal(("Apparel", "Colour", null, null), (table.Products[1].Fields["Product category"], table.Products[1].Fields["Option1 name"], table.Products[1].Fields["Barcode"], table.Products[1].Fields["Price / Europe"]));
    }

    [Fact]
    public void Rows_that_give_nothing_are_reported_each_with_its_reason()
    {
        _folder.File("1.png");
        var path = _folder.File("products_export.csv", Header
            + "tee,Tee,Shirts,,,,T,19.90,1.png,1,\n"
            + "tee,,,,,,,,none.png,2,\n"
            + "tee,too,few\n"
            + "tee,,,,,,,,,,\n"
            + ",Lost,Shirts,,,,L,1.00,1.png,1,\n"
            + "cap,,,,,,,,1.png,1,\n"
            + "hat,Hat,Hats,,,,H,9.00,,,\n"
            + "tee,,,,,,,,1.png,3,\n");

        var table = ProductSource.ReadAll(path, new ProductSourceOptions());

        Assert.Equal(["T"], table.Products.Select(product => product.ProductCode));
        Assert.Equal(Enumerable.Range(2, 7), table.Rejected.Select(row => row.RowNumber));
        string[] reasons =
        [
            "'none.png' does not exist", "The row has 3 cells; the header has 11 columns.", "neither a variant", "The column 'Handle' is empty",
            "No row beside this one has a variant of 'cap'", "is empty", "No row beside this one has a variant of 'tee'",
        ];
        Assert.All(reasons.Zip(table.Rejected), pair => Assert.Contains(pair.First, pair.Second.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Mapped_columns_go_before_the_layouts_and_are_shared_by_the_family_as_their_source_is()
    {
        var path = _folder.File("products_export.csv", Header.TrimEnd() + ",Vendor,Variant Compare At Price\ntee,Tee,Shirts,,,,A,19.90,,,,Luma,29.90\ntee,,,,,,B,19.90,,,,,\n".Replace("B,19.90,,,,,", "B,19.90,,,,,39.90", StringComparison.Ordinal));
        var map = new Dictionary<string, string> { ["brand"] = "Vendor", ["full_price"] = "Variant Compare At Price" };
        var table = ProductSource.ReadAll(path, NoImages with { ColumnMap = map });
        Assert.Equal([("A", "Luma", "29.90"), ("B", "Luma", "39.90")], table.Products.Select(product => (product.ProductCode, product.Fields["brand"], product.Fields["full_price"])));
    }

    [Fact]
    public void The_plain_table_source_takes_the_same_rows_as_they_stand()
    {
        var path = _folder.File("products_export.csv", Header + "tee,Tee,Shirts,,,,T,19.90,,,\ntee,,,,,,,,1.png,2,\n");
        var table = CsvProductSource.ReadAll(path, NoImages);
        Assert.Equal(11, table.Columns.Count);
        Assert.Equal(["1", "2"], table.Products.Select(product => product.ProductCode));
    }

    [Fact]
    public void A_family_ends_where_the_next_begins_so_reading_can_stop_early()
    {
        var rows = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"h{i},Title,Type,,,,S{i},1.00,,,\n"));
        var rejected = new List<RejectedRow>();
        var products = ProductSource.Read(_folder.File("products_export.csv", Header + "x,too,few\n" + rows), NoImages, rejected.Add);
        Assert.Equal(["S0", "S1"], products.Take(2).Select(product => product.ProductCode));
        Assert.Equal([1], rejected.Select(row => row.RowNumber));
    }
}
