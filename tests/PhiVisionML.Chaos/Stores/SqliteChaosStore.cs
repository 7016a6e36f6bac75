using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using PhiVisionML.Chaos.Workers;

namespace PhiVisionML.Chaos.Stores;

/// <summary>A SQLite file, which other processes lock.</summary>
internal sealed class SqliteChaosStore(string folder) : IChaosStore
{
    public string Connection { get; } = Path.Combine(folder, "enrichment.db");

    public DbConnection Connect() => new SqliteConnection($"Data Source={Connection};Pooling=False");

    public async Task<string> DisturbAsync(int number, Random random)
    {
        double seconds = 2 + random.NextDouble() * 5;   // shorter than a lease, or longer
        using Process process = Supervisor.Start(["lock", Connection, seconds.ToString(CultureInfo.InvariantCulture)], readsOutput: false);
        await process.WaitForExitAsync();
        return FormattableString.Invariant($"the file locked for {seconds:F1} s, exit code {process.ExitCode}");
    }

    public Task RecoverAsync() => Task.CompletedTask;

    public async Task<string> ExamineAsync()
    {
        await using DbConnection connection = Connect();
        await connection.OpenAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
