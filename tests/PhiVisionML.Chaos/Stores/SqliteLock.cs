using Microsoft.Data.Sqlite;

namespace PhiVisionML.Chaos.Stores;

/// <summary>Another process that is busy with the file.</summary>
internal static class SqliteLock
{
    /// <summary>Holds the file's lock.</summary>
    public static async Task<int> HoldAsync(string path, TimeSpan time)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        await command.ExecuteNonQueryAsync();
        await Task.Delay(time);
        return 0;
    }
}
