using PhiVisionML.Catalog.Drawing;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Drawing;

public sealed class SplitMix64Tests
{
    [Fact]
    public void Gives_the_published_numbers()
    {
        // The reference vector of SplitMix64 for the seed 1234567.
        ulong[] published = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        var random = new SplitMix64(1234567);
        Assert.Equal(published, published.Select(_ => random.NextBits()));
    }

    [Fact]
    public void Stays_in_its_ranges_and_reaches_all_of_them()
    {
        var random = new SplitMix64(3);
        int[] counts = new int[5];
        for (int i = 0; i < 5000; i++)
        {
            counts[random.Below(5)]++;
            Assert.InRange(random.Between(-2, 7), -2, 7);
            Assert.InRange(random.NextUnit(), 0, 0.9999999999999999);
        }

        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void Derived_streams_differ_by_seed_and_by_position() =>
        Assert.Equal(10_000, Enumerable.Range(0, 10_000).Select(i => SplitMix64.Derive(i / 100, i % 100)).Distinct().Count());

    [Fact]
    public void Refuses_to_choose_from_nothing() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SplitMix64(1).Pick(Array.Empty<int>()));
}
