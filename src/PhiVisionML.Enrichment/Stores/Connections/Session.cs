using System.Data.Common;
using PhiVisionML.Enrichment.Stores.Storage;

namespace PhiVisionML.Enrichment.Stores.Connections;

/// <summary>A connection, in a transaction or without one, for one thread at a time.</summary>
internal sealed class Session(DbConnection connection, DbTransaction? transaction, Dialect dialect, CancellationToken cancellation)
{
    /// <summary>How statements are written here.</summary>
    public Dialect Dialect { get; } = dialect;

    /// <summary>Seconds that a statement may take; those that touch a whole run take longer than the connection's own limit. 0 for that one.</summary>
    public int TimeLimit { get; init; }

    /// <summary>Runs statements.</summary>
    /// <returns>Changed rows.</returns>
    public async Task<int> ExecuteAsync(string sql, params (string Name, object? Value)[] parameters)
    {
        var command = Command(sql, parameters);
        await using (command.ConfigureAwait(false))
            return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads all rows.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> read, params (string Name, object? Value)[] parameters)
    {
        var rows = new List<T>();
        await foreach (T row in StreamAsync(sql, read, parameters).ConfigureAwait(false))
            rows.Add(row);
        return rows;
    }

    /// <summary>Reads the first row.</summary>
    /// <returns>It, or the type's default if there is none.</returns>
    public async Task<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> read, params (string Name, object? Value)[] parameters)
    {
        var rows = await QueryAsync(sql, read, parameters).ConfigureAwait(false);
        return rows.Count > 0 ? rows[0] : default;
    }

    /// <summary>Reads rows one by one, of all statements.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(string sql, Func<DbDataReader, T> read, params (string Name, object? Value)[] parameters)
    {
        var command = Command(sql, parameters);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                do
                {
                    while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                        yield return read(reader);
                }
                while (await reader.NextResultAsync(cancellation).ConfigureAwait(false));
            }
        }
    }

    private DbCommand Command(string sql, (string Name, object? Value)[] parameters)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        if (TimeLimit > 0)
            command.CommandTimeout = TimeLimit;
        foreach (var (name, value) in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value is string text ? StorableText.Of(text) : value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
