using Parquet;
using Parquet.Schema;
using PhiVisionML.Catalog.Sources;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Sources;

public sealed class ParquetTests : IDisposable
{
    private static readonly ProductSourceOptions NoImages = new() { RequireImages = false };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("c.parquet")]
    [InlineData("export.dat")]
    public async Task Rows_of_all_groups_are_products_with_their_values_as_text(string name)
    {
        var table = ProductSource.ReadAll(await Write(name), NoImages);

        Assert.Empty(table.Rejected);
        Assert.Equal(["sku", "title", "price", "cost", "stock", "sale", "since"], table.Columns);
        Assert.Equal([("A1", 1), ("A2", 2), ("A3", 3), ("A4", 4)], table.Products.Select(product => (product.ProductCode, product.RowNumber)));
        Assert.Equal(["A1", "Shoe 👟", "12.5", "9.90", "3", "true", "2024-05-27T00:00:00"], table.Columns.Select(column => table.Products[0].Fields[column]));
        Assert.Equal(["A2", null, null, "0.10", "0", "false", "2024-05-27T10:20:30"], table.Columns.Select(column => table.Products[1].Fields[column]));
    }

    [Fact]
    public async Task Required_columns_and_pictures_are_looked_at_as_in_a_table()
    {
        var image = _folder.File("Hat.png");
        var options = new ProductSourceOptions { ImageColumn = "title", RequiredColumns = ["price"] };
        var table = ProductSource.ReadAll(await Write("c.parquet", "Hat.png"), options);
        Assert.Equal([image], Assert.Single(table.Products, product => product.ProductCode == "A1").ImagePaths);
        Assert.Contains(new RejectedRow(2, "A2", "The column 'price' is empty."), table.Rejected);
        var error = Assert.Throws<InvalidDataException>(() => ProductSource.ReadAll(Path.Combine(_folder.Path, "c.parquet"), NoImages with { RequiredColumns = ["tags"] }));
        Assert.Contains("lacks the column tags", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_parquet_file_is_refused() =>
        Assert.Contains("is not a Parquet file", Assert.Throws<InvalidDataException>(() => ProductSource.Read(_folder.File("c.parquet", "sku,title\n1,a\n"), NoImages, _ => { })).Message, StringComparison.Ordinal);

    [Fact(Timeout = 300_000)]
    public Task Damage_ends_in_one_sentence_or_in_rows() => ReadDamaged(rounds: 500, seed: 5, TestContext.Current.CancellationToken);

    [Fact(Timeout = 3_600_000, Explicit = true)]
    [Trait("Takes", "minutes")]
    public Task Much_damage_ends_in_one_sentence_or_in_rows() => ReadDamaged(rounds: 10_000, seed: 6, TestContext.Current.CancellationToken);

    private async Task ReadDamaged(int rounds, int seed, CancellationToken cancellation)
    {
        var path = await Write("c.parquet");
        var intact = await File.ReadAllBytesAsync(path, cancellation);
        await Task.Run(() => ReadDamaged(path, intact, rounds, seed), cancellation);
    }

    private static void ReadDamaged(string path, byte[] intact, int rounds, int seed)
    {
        var random = new Random(seed);
        var (read, refused) = (0, 0);
        for (var round = 0; round < rounds; round++)
        {
            var bytes = (byte[])intact.Clone();
            for (var times = random.Next(1, 4); times > 0; times--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, round % 10 == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            try
            {
                read += ProductSource.ReadAll(path, NoImages).Products.Count;
            }
            catch (InvalidDataException error)
            {
                Assert.Contains("c.parquet", error.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.True(read > 0 && refused > 0, $"{read} products, {refused} files refused.");
    }

    /// <summary>Two groups of two rows, with a column of bytes that is not read.</summary>
    private async Task<string> Write(string name, string title = "Shoe 👟")
    {
        DataField sku = new DataField<string>("sku"), titles = new DataField<string>("title"), prices = new DataField<double?>("price"), costs = new DecimalDataField("cost", 10, 2);
        DataField stock = new DataField<int>("stock"), sale = new DataField<bool>("sale"), since = new DataField<DateTime>("since"), bytes = new DataField<byte[]>("bytes");
        var path = Path.Combine(_folder.Path, name);
        await using var stream = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(sku, titles, prices, costs, stock, sale, since, bytes), stream);
        for (var group = 0; group < 2; group++)
        {
            using var rows = writer.CreateRowGroup();
            await rows.WriteAsync(sku, new[] { $"A{(2 * group) + 1}", $"A{(2 * group) + 2}" });
            await rows.WriteAsync(titles, new[] { title, null! });
            await rows.WriteAsync<double>(prices, new double?[] { 12.5, null }.AsMemory());
            await rows.WriteAsync<decimal>(costs, new[] { 9.90m, 0.10m }.AsMemory());
            await rows.WriteAsync<int>(stock, new[] { 3, 0 }.AsMemory());
            await rows.WriteAsync<bool>(sale, new[] { true, false }.AsMemory());
            await rows.WriteAsync<DateTime>(since, new[] { new DateTime(2024, 5, 27, 0, 0, 0, DateTimeKind.Utc), new DateTime(2024, 5, 27, 10, 20, 30, DateTimeKind.Utc) }.AsMemory());
            await rows.WriteAsync(bytes, new[] { new byte[] { 1 }, [2] });
        }
        return path;
    }
}
