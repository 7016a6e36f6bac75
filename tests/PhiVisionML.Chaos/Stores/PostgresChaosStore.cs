using System.Data.Common;
using Npgsql;
using PhiVisionML.Tests;

namespace PhiVisionML.Chaos.Stores;

/// <summary>A PostgreSQL server that is ended and started again.</summary>
internal sealed class PostgresChaosStore : IChaosStore
{
    private readonly PostgresServer _server;

    private PostgresChaosStore(PostgresServer server) => _server = server;

    public string Connection => _server.Connection;

    /// <summary>Starts a server, with every commit on the disk, in little room.</summary>
    public static async Task<PostgresChaosStore> StartAsync(string folder)
        => new(await PostgresServer.StartAsync(Directory.CreateDirectory(Path.Combine(folder, "postgres")).FullName, "max_wal_size=64MB", "min_wal_size=32MB") ?? throw new InvalidOperationException(PostgresServer.Missing));

    public DbConnection Connect() => new NpgsqlConnection(Connection + ";Pooling=false");

    public async Task<string> DisturbAsync(int number, Random random)
    {
        string mode = number % 2 == 0 ? "fast" : "immediate";
        double seconds = random.NextDouble() * 6;   // shorter than a lease, or longer
        await _server.StopAsync(mode);
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        await _server.LaunchAsync();
        return FormattableString.Invariant($"the server ended ({mode}), away for {seconds:F1} s");
    }

    public async Task RecoverAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(2));   // it may be ending
        if (_server.HasEnded)
            await _server.LaunchAsync();
    }

    public async Task<string> ExamineAsync()
    {
        await using DbConnection connection = Connect();
        await connection.OpenAsync();
        return "ok";
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
