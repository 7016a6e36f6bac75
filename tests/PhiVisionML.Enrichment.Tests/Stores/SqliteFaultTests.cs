using Microsoft.Data.Sqlite;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Stores;
using PhiVisionML.Enrichment.Stores.Connections;
using PhiVisionML.Enrichment.Stores.Schema;
using Xunit;

namespace PhiVisionML.Enrichment.Tests.Stores;

/// <summary>What goes wrong with files.</summary>
public sealed class SqliteFaultTests() : StoreTests(new SqlitePlace())
{
    [Fact]
    public async Task A_locked_file_is_waited_for()
    {
        var run = await Jobs.StartRunAsync(Settings());
        await using var other = new SqliteConnection($"Data Source={Connection};Pooling=False");
        await other.OpenAsync();
        var held = other.BeginTransaction(deferred: false);
        var waiting = Task.Run(() => Jobs.EnqueueAsync(run.Id, [Job("1")]));
        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(1500)));   // longer than one turn of waiting
        Assert.Equal(0, (await Jobs.CountAsync(null)).Total);   // readers need not wait
        await held.RollbackAsync();
        Assert.Equal(1, await waiting);
    }

    [Fact]
    public async Task A_file_that_stays_locked_is_named()
    {
        var run = await Jobs.StartRunAsync(Settings());
        await using var other = new SqliteConnection($"Data Source={Connection};Pooling=False");
        await other.OpenAsync();
        await using var held = other.BeginTransaction(deferred: false);
        await using var hasty = new EnrichmentDatabase(new SqliteConnections(Connection, TimeSpan.FromSeconds(1)), Retries, Migration.All);
        var e = await Assert.ThrowsAsync<EnrichmentStoreUnavailableException>(() => hasty.Jobs.EnqueueAsync(run.Id, [Job("1")]));
        Assert.Contains($"{Connection} has been locked by another process for 1 s", e.Message);
    }

    [Fact]
    public async Task Waiting_for_the_lock_can_be_cancelled()
    {
        var run = await Jobs.StartRunAsync(Settings());
        await using var other = new SqliteConnection($"Data Source={Connection};Pooling=False");
        await other.OpenAsync();
        await using var held = other.BeginTransaction(deferred: false);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(() => Jobs.EnqueueAsync(run.Id, [Job("1")], cancel.Token)));
    }

    [Fact]
    public async Task A_full_disk_is_named_and_leaves_nothing_half_written()
    {
        var run = await EnqueueAsync(Job("1"));
        // In every connection of this file: it may not grow.
        long pages = (long)(await SqlAsync("PRAGMA page_count"))!;
        await using (var full = new EnrichmentDatabase(new FullDisk(Connection, pages), Retries, Migration.All))
        {
            var e = await Assert.ThrowsAsync<EnrichmentStoreUnavailableException>(() => full.Jobs.EnqueueAsync(run.Id, [.. Enumerable.Range(0, 3000).Select(i => Job($"{i}"))]));
            Assert.Contains($"{Connection} cannot grow: the disk is full", e.Message);
        }

        Assert.Equal(new JobCounts(1, 0, 0, 0), await Jobs.CountAsync(null));
        Assert.Equal(3000, await Jobs.EnqueueAsync(run.Id, [.. Enumerable.Range(1000, 3000).Select(i => Job($"{i}"))]));
    }

    [Fact]
    public async Task A_file_of_another_kind_is_named()
    {
        string path = Path.Combine(Path.GetDirectoryName(Connection)!, "notes.txt");
        await File.WriteAllTextAsync(path, new string('x', 5000));
        await using var database = EnrichmentDatabase.Open(path);
        var e = await Assert.ThrowsAsync<EnrichmentStoreUnavailableException>(() => database.Jobs.InitializeAsync());
        Assert.Contains($"{path} is no SQLite database", e.Message);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        await using var database = EnrichmentDatabase.Open(Path.Combine(Connection, "below-a-file", "x.db"));
        var e = await Assert.ThrowsAsync<EnrichmentStoreUnavailableException>(() => database.Jobs.InitializeAsync());
        Assert.Contains(Connection, e.Message);
    }

    [Fact]
    public async Task Commits_are_on_the_disk_and_readers_do_not_wait()
    {
        Assert.Equal("wal", await SqlAsync("PRAGMA journal_mode"));
        await using var connection = await new SqliteConnections(Connection, TimeSpan.FromSeconds(1)).OpenAsync(default);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT synchronous || ' ' || foreign_keys FROM pragma_synchronous, pragma_foreign_keys";
        Assert.Equal("2 1", command.ExecuteScalar());
    }

    // A file that may not grow fails as one on a full disk does.
    private sealed class FullDisk(string path, long pages) : IConnections
    {
        private readonly SqliteConnections _file = new(path, TimeSpan.FromSeconds(1));

        public string Name => _file.Name;

        public Dialect Dialect => _file.Dialect;

        public async ValueTask<System.Data.Common.DbConnection> OpenAsync(CancellationToken cancellation)
        {
            var connection = await _file.OpenAsync(cancellation);
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA max_page_count = {pages}";
            command.ExecuteScalar();
            return connection;
        }

        public ValueTask<IDisposable> EnterWriterAsync(CancellationToken cancellation) => _file.EnterWriterAsync(cancellation);

        public ValueTask<System.Data.Common.DbTransaction> BeginAsync(System.Data.Common.DbConnection connection, CancellationToken cancellation) => _file.BeginAsync(connection, cancellation);

        public StoreFault Judge(System.Data.Common.DbException error) => _file.Judge(error);

        public void Dispose() => _file.Dispose();

        public ValueTask DisposeAsync() => _file.DisposeAsync();
    }
}
