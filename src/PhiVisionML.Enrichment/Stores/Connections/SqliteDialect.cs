namespace PhiVisionML.Enrichment.Stores.Connections;

/// <summary>SQLite's statements. One transaction writes at a time, so that nothing needs a lock of its own.</summary>
internal sealed class SqliteDialect : Dialect
{
    public override string Now => "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";

    public override string SkipLocked => "";

    public override string Scripts => "sqlite";

    // Its limit is for waiting alone.
    public override int LongSeconds => 0;

    public override string Rows(string columns, string parameter)
        => $"(SELECT {string.Join(", ", columns.Split(", ").Select(c => c.Split(' ')[0]).Select(c => $"value ->> '{c}' AS {c}"))} FROM json_each({parameter})) AS r";

    public override string JoinEach(string table, string alias, string condition) => $"JOIN {table} {alias} ON {condition}";

    public override string KeysOf(string column, string property) => $"(SELECT json_group_array(key) FROM (SELECT key FROM json_each({column}, '$.{property}') ORDER BY key))";

    public override bool WritersTakeTurns => true;

    // It does by itself.
    public override string KeepToIndexes => "";

    public override string MayBeLost => "";

    public override Task KeepAsync(Session session) => Task.CompletedTask;

    // Readers and the writer do not wait for each other.
    public override Task PrepareAsync(Session session, string name) => session.ExecuteAsync("PRAGMA journal_mode = WAL");

    public override Task LockSchemaAsync(Session session) => Task.CompletedTask;

    public override Task LockReleasesAsync(Session session) => Task.CompletedTask;

    public override string LockValues => "";

    public override Task MergeCountsAsync(Session session) => Task.CompletedTask;
}
