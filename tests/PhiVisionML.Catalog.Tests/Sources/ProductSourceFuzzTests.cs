using System.Text;
using PhiVisionML.Catalog.Sources;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Sources;

/// <summary>Damaged files give products, rejected rows or one sentence, whatever the damage.</summary>
public sealed class ProductSourceFuzzTests : IDisposable
{
    private static readonly string[] Pieces =
        ["\"", "\"\"", "\n", "\r", "\0", "\t", ",", ";", "{", "}", "[", "]", "<", ">", "</", "<item>", "</item>", "<![CDATA[", "<!DOCTYPE a [", "&#0;", "&a;", "\\ud800", "\\", ":", "null", "1e999", "../", "http://", "https://%00/", "é", "👟", "\uFEFF"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Small files of every text format.</summary>
    public static TheoryData<string, string> Files { get; } = new()
    {
        { "c.csv", "Handle,Title,Type,Variant SKU,Variant Price,Image Src,Variant Image\ntee,Tee,Shirts,T1,19.90,a.png,\ntee,,,,,b.png,\n\"cap \"\"x\"\"\",Cap,Hats,C1,9.00,https://s/a.png?v=1,b.png\n" },
        { "c.tsv", "id\ttitle\timage_link\tadditional_image_link\tprice\titem_group_id\n1\tShoe\ta.png\tb.png,a.png\t12.99 USD\tF\n2\tHat\thttps://s/b.png\t\t1.299,00 €\t\n" },
        { "c.jsonl", "{\"sku\":\"a\",\"title\":\"Shoe\",\"price\":1.5,\"image\":[\"a.png\",\"b.png\"]}\n{\"sku\":2,\"sale\":true,\"old\":null,\"image\":\"a.png\"}\n" },
        { "c.xml", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss xmlns:g=\"http://base.google.com/ns/1.0\"><channel><item><g:id>1</g:id><title>Shoe &amp; lace</title><g:image_link>a.png</g:image_link><g:price>12.99 USD</g:price></item><item><g:id>2</g:id><g:title><![CDATA[Hat]]></g:title><g:image_link>b.png</g:image_link></item></channel></rss>" },
        { "c", "sku|title|image\n1|a|a.png\n2|b|b.png\n" },
    };

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(Files))]
    public Task Damage_never_ends_in_another_exception_or_without_an_end(string name, string content) =>
        Task.Run(() => ReadDamaged(name, content, rounds: 1000, seed: 20), TestContext.Current.CancellationToken);

    [Theory(Timeout = 3_600_000, Explicit = true)]
    [Trait("Takes", "minutes")]
    [MemberData(nameof(Files))]
    public Task Much_damage_never_ends_in_another_exception_or_without_an_end(string name, string content) =>
        Task.Run(() => ReadDamaged(name, content, rounds: 16_000, seed: 21), TestContext.Current.CancellationToken);

    private void ReadDamaged(string name, string content, int rounds, int seed)
    {
        _folder.File("a.png");
        _folder.File("b.png");
        var random = new Random(seed);
        var path = Path.Combine(_folder.Path, name);
        var (read, refused, rejected) = (0, 0, 0);
        for (var round = 0; round < rounds; round++)
        {
            var bytes = Damage(Encoding.UTF8.GetBytes(content), random);
            File.WriteAllBytes(path, bytes);
            try
            {
                var table = ProductSource.ReadAll(path, new ProductSourceOptions { RequireImages = round % 2 == 0 });
                Assert.All(table.Rejected, row => Assert.False(string.IsNullOrWhiteSpace(row.Reason)));
                Assert.All(table.Products, product => Assert.All(product.ImagePaths, image => Assert.StartsWith(_folder.Path, image, StringComparison.Ordinal)));
                Assert.All(table.Products, product => Assert.All(table.Columns, column => Assert.True(product.Fields.ContainsKey(column))));
                read += table.Products.Count;
                rejected += table.Rejected.Count;
            }
            catch (Exception error) when (error is InvalidDataException or IOException)
            {
                Assert.False(string.IsNullOrWhiteSpace(error.Message));
                refused++;
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"Round {round} threw {error.GetType()}: {error.Message}\n{Convert.ToBase64String(bytes)}");
            }
        }
        Assert.True(read > 0 && refused > 0 && (rejected > 0 || name == "c.xml"), $"{read} products, {refused} files refused, {rejected} rows rejected: the damage does not reach everything.");
    }

    private static byte[] Damage(byte[] bytes, Random random)
    {
        var damaged = bytes.ToList();
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            var at = random.Next(damaged.Count + 1);
            var length = Math.Min(random.Next(1, 12), damaged.Count - at);
            switch (random.Next(5))
            {
                case 0: damaged.RemoveRange(at, length); break;
                case 1: damaged.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)])); break;
                case 2: damaged.InsertRange(random.Next(damaged.Count + 1), damaged.GetRange(at, length)); break;
                case 3 when at < damaged.Count: damaged[at] = (byte)random.Next(256); break;
                default: damaged.RemoveRange(at, random.Next(8) == 0 ? damaged.Count - at : 0); break;
            }
        }
        return [.. damaged];
    }
}
