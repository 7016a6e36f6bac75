using PhiVisionML.Cli.Output;
using Xunit;

namespace PhiVisionML.Cli.Tests.Output;

public class TransferTextTests
{
    [Fact]
    public void The_rate_is_that_of_the_last_seconds_and_earlier_bytes_do_not_count()
    {
        var clock = new HandClock();
        var text = new TransferText(clock);
        Assert.Equal("4.00 GB of 8.00 GB", text.Describe(0, 4_000_000_000, 8_000_000_000));
        clock.Seconds = 8;
        Assert.Equal("4.80 GB of 8.00 GB, 100.0 MB/s, 32 s left", text.Describe(800_000_000, 4_800_000_000, 8_000_000_000));
        clock.Seconds = 16;
        Assert.Equal("4.84 GB of 8.00 GB, 5.0 MB/s, 10 min 32 s left", text.Describe(840_000_000, 4_840_000_000, 8_000_000_000));
    }

    [Theory]
    [InlineData(999, "999 B")]
    [InlineData(11_542_936, "11.5 MB")]
    public void Sizes_have_decimal_units(long bytes, string text) => Assert.Equal(text, TransferText.Size(bytes));

    private sealed class HandClock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
