using PhiVisionML.SemanticKernel.Catalogs;
using PhiVisionML.SemanticKernel.Tests.Fakes;
using Xunit;

namespace PhiVisionML.SemanticKernel.Tests;

public sealed class InMemoryProductCatalogTests : IDisposable
{
    private readonly InMemoryProductCatalog _catalog = Shop.Catalog();

    public void Dispose() => _catalog.Dispose();

    [Theory]
    [InlineData("mug", "MUG-1", "MUG-2")]
    [InlineData("MUGS", "MUG-1", "MUG-2")]
    [InlineData("cafe", "MUG-2")]
    [InlineData("stan", "LAMP-1")]
    [InlineData("K30", "BAG-1")]
    [InlineData("bag-1", "BAG-1", "LAMP-1", "MUG-1")]
    [InlineData("lamp-2", "LAMP-2", "LAMP-1", "MUG-2")]
    [InlineData("blue mug", "MUG-2", "MUG-1")]
    [InlineData("zebra")]
    [InlineData("\"*^():- ")]
    [InlineData("mug\" OR \"lamp", "LAMP-1", "LAMP-2", "MUG-1", "MUG-2")]
    [InlineData("title : mug NOT striped AND NEAR(", "MUG-1", "MUG-2")]
    public async Task Words_find_products_whatever_their_case_accents_and_endings(string query, params string[] expected)
    {
        var found = (await _catalog.SearchAsync(query, 10, default)).Select(product => product.ProductCode);
        Assert.Equal(expected.Order(), found.Order());
        if (!query.Contains('"', StringComparison.Ordinal) && expected.Length > 0)
            Assert.Equal(expected[0], found.First());
    }

    [Fact]
    public async Task No_more_are_found_than_asked_for()
        => Assert.Single(await _catalog.SearchAsync("mug", 1, default));

    [Fact]
    public async Task A_product_is_found_by_its_code()
    {
        Assert.Equal(3, (await _catalog.FindAsync(" lamp-1", default))!.RowNumber);
        Assert.Null(await _catalog.FindAsync("lamp", default));
    }

    [Fact]
    public async Task Many_may_search_at_once()
    {
        var found = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => _catalog.SearchAsync(i % 2 == 0 ? "bag" : "cafe", 5, default))));
        Assert.All(found.Index(), one => Assert.Equal(one.Index % 2 == 0 ? "BAG-1" : "MUG-2", Assert.Single(one.Item).ProductCode));
    }
}
