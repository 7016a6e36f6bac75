using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using PhiVisionML.Enrichment.Stores;
using PhiVisionML.Tests;

namespace PhiVisionML.Benchmarks.Queues;

/// <summary>A database to measure: a SQLite file, or a PostgreSQL server of its own, both with every commit on the disk.</summary>
internal sealed class QueueDatabase : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-queue-").FullName;
    private PostgresServer? _server;

    public required string Name { get; init; }

    /// <summary>Both, without PostgreSQL where it is not installed.</summary>
    public static async IAsyncEnumerable<QueueDatabase> AllAsync()
    {
        yield return new QueueDatabase { Name = "sqlite" };
        if (await PostgresServer.StartAsync() is { } server)
            yield return new QueueDatabase { Name = "postgres", _server = server };
    }

    /// <summary>An empty database.</summary>
    public async Task<(EnrichmentDatabase Database, Func<string, Task> ExecuteAsync)> MakeAsync(string name)
    {
        string connection = _server is null ? Path.Combine(_folder, name + ".db") : _server.Connection + ";Search Path=" + name;
        async Task ExecuteAsync(string sql)
        {
            await using DbConnection open = _server is null ? new SqliteConnection($"Data Source={connection}") : new NpgsqlConnection(connection);
            await open.OpenAsync();
            await using DbCommand command = open.CreateCommand();
            command.CommandText = sql;
            command.CommandTimeout = 600;
            await command.ExecuteNonQueryAsync();
        }

        if (_server is not null)
            await ExecuteAsync($"CREATE SCHEMA {name}");
        var database = EnrichmentDatabase.Open(connection);
        await database.Jobs.InitializeAsync();
        return (database, ExecuteAsync);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
