using Microsoft.ML;
using Microsoft.ML.Data;
using PhiVisionML.Catalog.Sources;
using Xunit;

namespace PhiVisionML.MLNet.Tests.Data;

public sealed class ProductDataTests : IDisposable
{
    private const int Rows = 40;
    private readonly MLContext _context = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-data").FullName;
    private readonly string _path;

    public ProductDataTests()
    {
        _path = Path.Combine(_folder, "catalog.csv");
        File.WriteAllText(Path.Combine(_folder, "a.png"), "");
        File.WriteAllLines(_path, ["sku,title,price,image", .. Enumerable.Range(1, Rows).Select(i => $"S{i},Cup {i},{(i % 2 == 0 ? "" : i)},a.png")]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_has_the_view_of_its_table_and_comes_back_as_the_same_products()
    {
        var table = ProductSource.ReadAll(_path, new ProductSourceOptions());

        var view = _context.Data.LoadProductCatalog(_path);
        var back = _context.Data.EnumerateProducts(view).ToArray();

        Assert.Equal(_context.Data.LoadFromProducts(table).Schema.Select(column => (column.Name, column.Type)), view.Schema.Select(column => (column.Name, column.Type)));
        Assert.Null(view.GetRowCount());
        Assert.Equal(Rows, back.Length);
        Assert.All(table.Products.Zip(back), pair =>
        {
            Assert.Equal((pair.First.ProductCode, pair.First.RowNumber), (pair.Second.ProductCode, pair.Second.RowNumber));
            Assert.Equal(pair.First.Fields.OrderBy(field => field.Key), pair.Second.Fields.OrderBy(field => field.Key));
            Assert.Equal(pair.First.ImagePaths, pair.Second.ImagePaths);
            Assert.Equal(pair.First.Fields["TITLE"], pair.Second.Fields["TITLE"]);
        });
    }

    [Fact]
    public void The_rows_are_read_when_the_view_is_and_each_pass_reads_them_anew()
    {
        var view = _context.Data.LoadProductCatalog(_path);
        File.AppendAllText(_path, "S41,Late cup,1,a.png\n");

        Assert.Equal(Rows + 1, Codes(view).Length);
        File.AppendAllText(_path, "S42,Later cup,1,a.png\n");
        Assert.Equal(Rows + 2, Codes(view).Length);
        Assert.Equal(["S1", "S2"], Codes(_context.Data.TakeRows(view, 2)));
    }

    [Fact]
    public void Shuffled_passes_give_every_row_once_in_an_order_that_the_seed_decides_and_with_its_own_id()
    {
        var view = _context.Data.LoadProductCatalog(_path);
        string[] ordered = [.. Enumerable.Range(1, Rows).Select(i => $"S{i}")];

        string[] one = Shuffled(1), again = Shuffled(1), other = Shuffled(2);

        Assert.True(view.CanShuffle);
        Assert.Equal(one, again);
        Assert.NotEqual(one, other);
        Assert.NotEqual(ordered, one);
        Assert.Equal(ordered.Order(StringComparer.Ordinal), one.Order(StringComparer.Ordinal));

        string[] Shuffled(int seed)
        {
            var code = view.Schema[ProductDataExtensions.ProductCodeColumnName];
            using var cursor = view.GetRowCursor([code], new Random(seed));
            var text = cursor.GetGetter<ReadOnlyMemory<char>>(code);
            var id = cursor.GetIdGetter();
            var codes = new List<string>();
            while (cursor.MoveNext())
            {
                ReadOnlyMemory<char> value = default;
                DataViewRowId row = default;
                text(ref value);
                id(ref row);
                Assert.Equal(ordered[row.Low], value.ToString());
                codes.Add(value.ToString());
            }

            return [.. codes];
        }
    }

    [Fact]
    public void Rows_without_a_product_are_in_the_log_once_or_told_to_the_caller()
    {
        var warnings = new List<string>();
        _context.Log += (_, entry) => { if (entry.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning) warnings.Add(entry.RawMessage); };
        File.AppendAllLines(_path, ["S41,No picture,1,none.png", "S42,Too,few"]);

        var view = _context.Data.LoadProductCatalog(_path);
        Codes(view);
        Codes(view);
        var told = new List<RejectedRow>();
        Codes(_context.Data.LoadProductCatalog(_path, onRejected: told.Add));

        string warning = Assert.Single(warnings);
        Assert.Contains("2 of 42 rows", warning, StringComparison.Ordinal);
        Assert.Contains("row 41: The image file 'none.png' does not exist", warning, StringComparison.Ordinal);
        Assert.Equal([41, 42], told.Select(row => row.RowNumber));
    }

    [Fact]
    public void A_missing_file_or_column_is_said_at_once()
    {
        Assert.Throws<FileNotFoundException>(() => _context.Data.LoadProductCatalog(Path.Combine(_folder, "none.csv")));
        var error = Assert.Throws<InvalidDataException>(() => _context.Data.LoadProductCatalog(_path, new ProductSourceOptions { RequiredColumns = ["category"] }));
        Assert.Contains("its columns are sku, title, price, image", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_pipeline_adds_comes_back_as_fields_but_vectors_do_not()
    {
        var view = _context.Data.LoadProductCatalog(_path);
        var added = _context.Transforms.Conversion.ConvertType("Number", "price", DataKind.Single)
            .Append(_context.Transforms.Concatenate("Vector", "Number"))
            .Append(_context.Transforms.CopyColumns("Title", "title"))
            .Fit(view).Transform(view);

        var products = _context.Data.EnumerateProducts(added).ToArray();

        Assert.Equal(["1", "0", "3"], products.Take(3).Select(product => product.Fields["Number"]));
        Assert.Equal(("Cup 1", "Cup 1"), (products[0].Fields["title"], products[0].Fields["Title"]));
        Assert.Equal(["sku", "title", "price", "image", "Number", "Title"], products[0].Fields.Keys);
    }

    private string[] Codes(IDataView view) => [.. _context.Data.EnumerateProducts(view).Select(product => product.ProductCode)];
}
