using PhiVisionML.Downloads.Checkpoints;
using Xunit;

namespace PhiVisionML.Downloads.Tests.Checkpoints;

public sealed class RangeJournalTests : IDisposable
{
    private static readonly RepositoryFile Content = new("model.safetensors", 1000, new ContentHash(new string('a', 64)));

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Parts_are_read_again_and_appended_to()
    {
        Write(new ByteRange(0, 10), new ByteRange(500, 600));
        Write(new ByteRange(10, 20));
        Assert.Equal([new(0, 10), new(500, 600), new(10, 20)], RangeJournal.Read(_path, Content)!);
    }

    [Theory]
    [InlineData("700 8")]
    [InlineData("\0\0\0\n")]
    [InlineData("700 2000\n900 950\n")]
    public void A_line_that_a_crash_cut_off_ends_the_parts_and_is_overwritten(string torn)
    {
        Write(new ByteRange(0, 10));
        File.AppendAllText(_path, torn);
        Assert.Equal([new(0, 10)], RangeJournal.Read(_path, Content)!);
        Write(new ByteRange(20, 30));
        Assert.Equal([new(0, 10), new(20, 30)], RangeJournal.Read(_path, Content)!);
    }

    [Fact]
    public void Parts_of_another_content_are_forgotten()
    {
        Write(new ByteRange(0, 10));
        var other = Content with { Hash = new ContentHash(new string('b', 64)) };
        Assert.Null(RangeJournal.Read(_path, other));
        Assert.Null(RangeJournal.Read(_path, Content with { Size = 1001 }));
    }

    [Fact]
    public void Missing_parts_are_what_lies_between_in_pieces()
        => Assert.Equal(
            [new(0, 100), new(300, 400), new(400, 450), new(900, 1000)],
            ByteRange.Missing([new(450, 900), new(100, 300), new(200, 250)], 1000, 100));

    private void Write(params ByteRange[] parts)
    {
        using var journal = RangeJournal.Open(_path, Content, keep: true);
        foreach (var part in parts) journal.Add(part);
    }
}
