using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Releases;
using PhiVisionML.Enrichment.Stores.Connections;
using PhiVisionML.Enrichment.Stores.Promotions;
using PhiVisionML.Enrichment.Stores.Queue;
using PhiVisionML.Enrichment.Stores.Review;
using PhiVisionML.Enrichment.Stores.Schema;

namespace PhiVisionML.Enrichment.Stores;

/// <summary>A database with queue, ledger and adapter releases: a SQLite file for one machine, or PostgreSQL for any number of them.</summary>
/// <remarks>
/// May be used by several threads at once. Nothing is connected to before the first call; <see cref="IEnrichmentJobStore.InitializeAsync"/> has to be the first.
/// All calls throw <see cref="EnrichmentStoreUnavailableException"/> when the database is away, after some tries of their own.
/// </remarks>
public sealed class EnrichmentDatabase : IAsyncDisposable, IDisposable
{
    private readonly IConnections _connections;

    internal EnrichmentDatabase(IConnections connections, RetryOptions retries, IReadOnlyList<Migration> migrations)
    {
        Check(retries);
        _connections = connections;
        var transactions = new StoreTransactions(connections);
        Jobs = new SqlJobStore(transactions, retries, migrations);
        Ledger = new SqlLedger(transactions);
        Releases = new SqlAdapterReleases(transactions);
    }

    /// <summary>What people call the database: the file's full path, or host, port and database; never with a password.</summary>
    public string Name => _connections.Name;

    /// <summary>Whether several machines may share it.</summary>
    public bool IsPostgres => _connections is PostgresConnections;

    /// <summary>The queue.</summary>
    public IEnrichmentJobStore Jobs { get; }

    /// <summary>The ledger, and the reviewer's side of it.</summary>
    public IEnrichmentLedger Ledger { get; }

    /// <summary>Which adapter workers answer with.</summary>
    public IAdapterReleases Releases { get; }

    /// <summary>A database.</summary>
    /// <param name="connection">
    /// A file's path (made if it is missing, with its folder); or for PostgreSQL <c>postgres://user:password@host/database</c>
    /// or Npgsql's <c>Host=…;Database=…</c>.
    /// </param>
    /// <param name="retries">How often jobs are tried; <c>null</c> for the defaults. All workers of a database should have the same.</param>
    /// <exception cref="ArgumentException">It is none of these, or an option is out of range.</exception>
    public static EnrichmentDatabase Open(string connection, RetryOptions? retries = null) => new(ConnectionText.Read(connection), retries ?? new RetryOptions(), Migration.All);

    /// <summary>Closes its connections.</summary>
    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _connections.Dispose();

    private static void Check(RetryOptions retries)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(retries.MaxAttempts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(retries.MaxLostWorkers);
        ArgumentOutOfRangeException.ThrowIfLessThan(retries.FirstBackOff, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(retries.LongestBackOff, TimeSpan.Zero);
    }
}
