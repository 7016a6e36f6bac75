namespace PhiVisionML.Catalog.Parallelism;

/// <summary>Work on several threads whose results are wanted in order.</summary>
internal static class OrderedWork
{
    // Enough that a slow item at the front does not leave the other workers idle.
    private const int AheadPerWorker = 8;

    /// <summary>
    /// The items in their order, each after its work is done; later ones are worked on meanwhile, a bounded number. When
    /// enumeration ends for whatever reason, no work is under way any more.
    /// </summary>
    /// <param name="items">Enumerated on the thread that enumerates the result, only as far as there is room.</param>
    /// <param name="work">Called once for each item, by several threads at once.</param>
    /// <param name="workers">How many items are worked on at once.</param>
    /// <param name="cancellation">Looked at before each item.</param>
    public static IEnumerable<T> Done<T>(IEnumerable<T> items, Action<T> work, int workers, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var threads = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, workers).ConcurrentScheduler;
        var underWay = new Queue<(T Item, Task Work)>();
        try
        {
            foreach (T item in items)
            {
                if (underWay.Count == workers * AheadPerWorker)
                    yield return Next();
                underWay.Enqueue((item, Task.Factory.StartNew(() => work(item), stop.Token, TaskCreationOptions.DenyChildAttach, threads)));
            }

            while (underWay.Count > 0)
                yield return Next();
        }
        finally
        {
            stop.Cancel();
            // What became of them matters no more, as the enumeration is over or has failed before.
            Task.WhenAll(underWay.Select(pair => pair.Work)).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Wait(CancellationToken.None);
        }

        T Next()
        {
            cancellation.ThrowIfCancellationRequested();
            var (item, task) = underWay.Dequeue();
            task.GetAwaiter().GetResult();
            return item;
        }
    }
}
