namespace PhiVisionML.Training.Batching;

/// <summary>Prepares the next item on another thread while the caller works on the present one.</summary>
internal static class LookAhead
{
    /// <summary>Makes items in order, one ahead. The caller disposes what it took; what it did not take is disposed here.</summary>
    /// <param name="plans">What to make.</param>
    /// <param name="make">Makes an item; its exceptions reach the caller when the item's turn comes.</param>
    public static IEnumerable<TItem> Over<TPlan, TItem>(IEnumerable<TPlan> plans, Func<TPlan, TItem> make)
        where TItem : IDisposable
    {
        using var coming = plans.GetEnumerator();
        Task<TItem>? next = Start();
        try
        {
            while (next is not null)
            {
                var item = next.GetAwaiter().GetResult();
                next = Start();
                yield return item;
            }
        }
        finally
        {
            next?.ContinueWith(Release, TaskScheduler.Default).Wait();
        }

        static void Release(Task<TItem> unwanted)
        {
            if (unwanted.Exception is null)
                unwanted.Result.Dispose();
        }

        Task<TItem>? Start()
        {
            if (!coming.MoveNext())
                return null;
            var plan = coming.Current;
            return Task.Run(() => make(plan));
        }
    }
}
