using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace PhiVisionML.Enrichment.Stores.Connections;

/// <summary>A SQLite file. Its writers wait for each other: threads in a queue, other processes by trying until their patience ends.</summary>
/// <param name="path">The file's full path; made if it is missing, with its folder.</param>
/// <param name="patience">How long a transaction waits for the file's lock, in whole seconds.</param>
internal sealed class SqliteConnections(string path, TimeSpan patience) : IConnections
{
    // SQLite's result codes
    private const int Error = 1, Busy = 5, Locked = 6, ReadOnly = 8, Io = 10, Corrupt = 11, Full = 13, CannotOpen = 14, Protocol = 15, NoDatabase = 26;

    private readonly SemaphoreSlim _writer = new(1, 1);

    private readonly string _connection = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true }.ToString();

    public string Name => path;

    public Dialect Dialect { get; } = new SqliteDialect();

    // FULL: a commit is on the disk before it is answered, so that a power failure takes nothing that was reported.
    public async ValueTask<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnrichmentStoreUnavailableException($"The folder of the database file {path} cannot be made: {e.Message}", e);
        }

        var connection = new SqliteConnection(_connection) { DefaultTimeout = (int)patience.TotalSeconds };
        try
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA busy_timeout = 200; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864";
            await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask<IDisposable> EnterWriterAsync(CancellationToken cancellation)
    {
        await _writer.WaitAsync(cancellation).ConfigureAwait(false);
        return new Turn(_writer);
    }

    // The driver cannot be cancelled while it waits: it is given a second at a time.
    public async ValueTask<DbTransaction> BeginAsync(DbConnection connection, CancellationToken cancellation)
    {
        var sqlite = (SqliteConnection)connection;
        long start = Stopwatch.GetTimestamp();
        sqlite.DefaultTimeout = 1;
        while (true)
        {
            try
            {
                SqliteTransaction transaction = sqlite.BeginTransaction(deferred: false);
                sqlite.DefaultTimeout = (int)patience.TotalSeconds;
                return transaction;
            }
            catch (SqliteException e) when (e.SqliteErrorCode is Busy or Locked && Stopwatch.GetElapsedTime(start) < patience)
            {
                await Task.Yield();
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    // A commit that fails is undone, so that what was written is always known.
    public StoreFault Judge(DbException error) => error is not SqliteException sqlite ? default : sqlite.SqliteErrorCode switch
    {
        Busy or Locked => new($"The database file {path} has been locked by another process for {patience.TotalSeconds} s; end that process, or use PostgreSQL if many share the queue."),
        Full => new($"The database file {path} cannot grow: the disk is full. Nothing of this was written; free some space."),
        ReadOnly => new($"The database file {path} may not be written to; change its permissions or those of its folder."),
        CannotOpen => new($"The database file {path} cannot be opened; look whether it is a file, and whether it and its folder may be read and written."),
        Io => new($"The database file {path} cannot be read or written ({sqlite.SqliteExtendedErrorCode}: {sqlite.Message}); look at its disk."),
        Corrupt or NoDatabase => new($"The file {path} is no SQLite database, or is damaged; name another one, or put a copy back."),
        Protocol => new($"The database file {path} is too busy; use PostgreSQL if many share the queue.", IsPassing: true),
        Error when sqlite.Message.Contains("no such table: enrichment_", StringComparison.Ordinal) => new(null, HasNoTables: true),
        _ => default,
    };

    public void Dispose()
    {
        using var connection = new SqliteConnection(_connection);
        SqliteConnection.ClearPool(connection);
        _writer.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
