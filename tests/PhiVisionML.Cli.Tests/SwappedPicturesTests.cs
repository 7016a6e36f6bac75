using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Cli.Pipelines;
using Xunit;

namespace PhiVisionML.Cli.Tests;

public class SwappedPicturesTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(40)]
    public void Nobody_keeps_their_own_and_no_picture_is_lost(int count)
    {
        var table = Table(count);
        var swapped = SwappedPictures.Of(table, seed: 5);
        Assert.Equal(table.Products.Select(p => p.ProductCode), swapped.Products.Select(p => p.ProductCode));
        Assert.All(table.Products.Zip(swapped.Products), pair => Assert.NotEqual(pair.First.ImagePaths, pair.Second.ImagePaths));
        Assert.Equal(table.Products.Select(p => p.ImagePaths[0]).Order(), swapped.Products.Select(p => p.ImagePaths[0]).Order());
    }

    [Fact]
    public void One_product_has_nobody_to_swap_with()
        => Assert.Contains("there are 1", Assert.Throws<ArgumentException>(() => SwappedPictures.Of(Table(1), seed: 5)).Message, StringComparison.Ordinal);

    private static ProductTable Table(int count)
        => new(["image"], [.. Enumerable.Range(0, count).Select(i => new Product($"{i}", i + 1, new Dictionary<string, string?>(), [$"{i}.jpg"]))], []);
}
