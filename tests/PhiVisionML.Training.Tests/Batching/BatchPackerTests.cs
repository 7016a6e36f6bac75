using PhiVisionML.Training.Batching;
using PhiVisionML.Training.Samples;
using Xunit;

namespace PhiVisionML.Training.Tests.Batching;

public class BatchPackerTests
{
    private const int Budget = 120, MaxRows = 7;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_row_comes_once_and_no_batch_is_above_its_budget(bool byLength)
    {
        var rows = Lengths(200);
        var batches = new BatchPacker(rows, Budget, MaxRows).Shuffled(seed: 1, epoch: 0, byLength);
        Assert.Equal(Enumerable.Range(0, 200), batches.SelectMany(b => b).Order());
        Assert.All(batches, b => Assert.InRange(b.Length, 1, MaxRows));
        Assert.All(batches, b => Assert.InRange(b.Length * b.Max(i => rows.Size(i).Tokens), 1, Budget));
    }

    [Fact]
    public void Rows_of_like_length_need_fewer_batches()
    {
        var packer = new BatchPacker(Lengths(200), Budget, MaxRows);
        Assert.True(packer.Shuffled(1, 0, byLength: true).Count < packer.Shuffled(1, 0, byLength: false).Count);
    }

    [Fact]
    public void Seed_and_epoch_decide_the_order_and_nothing_else_does()
    {
        int[] Order(long seed, int epoch) => [.. new BatchPacker(Lengths(50), Budget, MaxRows).Shuffled(seed, epoch, byLength: false).SelectMany(b => b)];
        Assert.Equal(Order(1, 0), Order(1, 0));
        Assert.NotEqual(Order(1, 0), Order(1, 1));
        Assert.NotEqual(Order(1, 0), Order(2, 0));
    }

    [Fact]
    public void A_row_above_the_budget_is_refused_with_its_name_and_both_numbers()
    {
        var refused = Assert.Throws<SampleRefusedException>(() => new BatchPacker(Lengths(60), 40, MaxRows));
        Assert.Equal("row 41", refused.SampleId);
        Assert.Contains("41 tokens", refused.Message, StringComparison.Ordinal);
        Assert.Contains("40", refused.Message, StringComparison.Ordinal);
    }

    // Row i has i tokens, row 0 has one
    private static SampleList Lengths(int count) => new([.. Enumerable.Range(0, count).Select(i => new TrainingSample
    {
        Id = $"row {i}",
        Ids = new int[Math.Max(1, i % 60)],
        Labels = new int[Math.Max(1, i % 60)],
    })]);
}
