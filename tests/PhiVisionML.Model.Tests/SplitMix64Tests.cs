using Xunit;

namespace PhiVisionML.Model.Tests;

public class SplitMix64Tests
{
    [Fact]
    public void Numbers_are_the_published_ones()
    {
        var random = new SplitMix64(1234567);
        Assert.Equal([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL], [random.Next(), random.Next(), random.Next()]);
    }
}
