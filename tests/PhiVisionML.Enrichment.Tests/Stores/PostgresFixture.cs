using Npgsql;
using PhiVisionML.Enrichment.Tests.Stores;
using PhiVisionML.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace PhiVisionML.Enrichment.Tests.Stores;

/// <summary>One server for all tests, in which each has a schema of its own.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private static int _schemas;

    private readonly SemaphoreSlim _starting = new(1, 1);
    private PostgresServer? _server;
    private string? _connection;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A connection text for an empty schema; skips the test where there is no PostgreSQL.</summary>
    public async Task<string> NewSchemaAsync()
    {
        await StartAsync();
        Assert.SkipWhen(_connection is null, PostgresServer.Missing);
        string schema = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _schemas)}";
        await ExecuteAsync($"CREATE SCHEMA {schema}");
        return $"{_connection};Search Path={schema}";
    }

    /// <summary>Drops a schema.</summary>
    public Task DropAsync(string connection) => ExecuteAsync($"DROP SCHEMA {new NpgsqlConnectionStringBuilder(connection).SearchPath} CASCADE");

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _starting.Dispose();
    }

    private async Task StartAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_connection is not null)
                return;
            _connection = Environment.GetEnvironmentVariable("PHIVISION_TEST_POSTGRES");
            if (_connection is null)
                _connection = (_server = await PostgresServer.StartAsync(settings: ["fsync=off"]))?.Connection;
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
