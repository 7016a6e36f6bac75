using PhiVisionML.Catalog.Parallelism;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Parallelism;

public sealed class OrderedWorkTests
{
    [Fact]
    public void Items_come_in_their_order_after_their_work_and_a_bounded_number_is_begun_ahead()
    {
        const int workers = 3, items = 200;
        var done = new bool[items];
        int begun = 0, atOnce = 0, mostAtOnce = 0, next = 0;
        foreach (int item in OrderedWork.Done(Enumerable.Range(0, items).Select(i => begun = i), Work, workers, TestContext.Current.CancellationToken))
        {
            Assert.Equal(next++, item);
            Assert.True(done[item]);
            Assert.InRange(begun - item, 0, workers * 8);
        }

        Assert.Equal(items, next);
        Assert.InRange(mostAtOnce, 1, workers);

        void Work(int item)
        {
            int now = Interlocked.Increment(ref atOnce);
            InterlockedMax(ref mostAtOnce, now);
            Thread.SpinWait(item % 7 * 1000);
            done[item] = true;
            Interlocked.Decrement(ref atOnce);
        }
    }

    [Fact]
    public void A_failure_is_thrown_in_its_turn_when_no_work_is_under_way_any_more()
    {
        int underWay = 0, seen = 0;
        Assert.Throws<InvalidDataException>(() =>
        {
            foreach (int item in OrderedWork.Done(Enumerable.Range(0, 100), Work, 4, TestContext.Current.CancellationToken))
                Assert.Equal(seen++, item);
        });
        Assert.Equal(20, seen);
        Assert.Equal(0, underWay);

        void Work(int item)
        {
            Interlocked.Increment(ref underWay);
            Thread.SpinWait(1000);
            Interlocked.Decrement(ref underWay);
            if (item == 20)
                throw new InvalidDataException("twenty");
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (int seen = Volatile.Read(ref target); seen < value;)
        {
            int before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
