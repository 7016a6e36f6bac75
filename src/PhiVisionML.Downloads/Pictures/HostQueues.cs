using System.Runtime.ExceptionServices;

namespace PhiVisionML.Downloads.Pictures;

/// <summary>Work on many hosts at once, on each by a few workers, so that a slow host does not hold up the others.</summary>
internal sealed class HostQueues<T> : IDisposable
{
    // Items that are read ahead, so that other hosts have work while one keeps its workers waiting.
    private const int Ahead = 4096;

    private readonly int _perHost;
    private readonly Func<T, FetchHost, CancellationToken, Task> _work;
    private readonly Func<string, FetchHost> _hostOf;
    private readonly CancellationTokenSource _stop;
    private readonly SemaphoreSlim _room = new(Ahead);
    private readonly Dictionary<string, Host> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _gate = new();
    private ExceptionDispatchInfo? _failure;

    private HostQueues(int perHost, Func<string, FetchHost> hostOf, Func<T, FetchHost, CancellationToken, Task> work, CancellationToken cancellation)
    {
        (_perHost, _hostOf, _work) = (perHost, hostOf, work);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    /// <summary>Works on all items; those of one host begin in their order. When this ends for whatever reason, no work is under way any more.</summary>
    /// <param name="items">Read only so far ahead as there is room.</param>
    /// <param name="perHost">How many items of a host are worked on at once.</param>
    /// <param name="hostOf">Makes what is known of a host, which all its work shares.</param>
    /// <param name="work">Called once for each item; an exception ends everything.</param>
    /// <param name="cancellation">Ends everything.</param>
    public static async Task RunAsync(
        IEnumerable<(string Host, T Item)> items, int perHost, Func<string, FetchHost> hostOf, Func<T, FetchHost, CancellationToken, Task> work, CancellationToken cancellation)
    {
        using var queues = new HostQueues<T>(perHost, hostOf, work, cancellation);
        try
        {
            foreach (var (host, item) in items) await queues.AddAsync(host, item).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            queues.Fail(error);
        }
        await queues.DrainAsync().ConfigureAwait(false);
        queues._failure?.Throw();
    }

    public void Dispose()
    {
        _stop.Dispose();
        _room.Dispose();
    }

    private async Task AddAsync(string name, T item)
    {
        await _room.WaitAsync(_stop.Token).ConfigureAwait(false);
        Host? host;
        lock (_gate)
        {
            if (!_hosts.TryGetValue(name, out host)) _hosts[name] = host = new Host(_hostOf(name));
            host.Waiting.Enqueue(item);
            if (host.Workers == _perHost) return;
            host.Workers++;
        }
        _ = Task.Run(() => WorkAsync(host), CancellationToken.None);
    }

    private async Task WorkAsync(Host host)
    {
        while (TryTake(host, out var item))
        {
            try
            {
                _stop.Token.ThrowIfCancellationRequested();
                await _work(item, host.Known, _stop.Token).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                Fail(error);
            }
            finally
            {
                _room.Release();
            }
        }
    }

    private bool TryTake(Host host, out T item)
    {
        lock (_gate)
        {
            if (host.Waiting.TryDequeue(out item!)) return true;
            host.Workers--;
            return false;
        }
    }

    // The first failure counts: others may follow from it.
    private void Fail(Exception error)
    {
        Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(error), null);
        _stop.Cancel();
    }

    private async Task DrainAsync()
    {
        for (var free = 0; free < Ahead; free++) await _room.WaitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private sealed class Host(FetchHost known)
    {
        public FetchHost Known => known;

        public Queue<T> Waiting { get; } = new();

        public int Workers { get; set; }
    }
}
