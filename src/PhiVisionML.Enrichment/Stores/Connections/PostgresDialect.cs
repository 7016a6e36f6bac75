namespace PhiVisionML.Enrichment.Stores.Connections;

/// <summary>PostgreSQL's statements.</summary>
internal sealed class PostgresDialect : Dialect
{
    // Any numbers that other users of the database are unlikely to lock, too.
    private const int SchemaLock = 0x50684956;
    private const int ValueLock = SchemaLock + 1;

    // Locks of a transaction are few however many products it has: products share them by their hash.
    private const int ValueLocks = 512;

    private const int OldestVersion = 12;

    // The transaction's clock would stand still while it waits; the wall's would keep indexes from being used.
    public override string Now => "(extract(epoch FROM statement_timestamp()) * 1000)::bigint";

    public override string SkipLocked => "FOR UPDATE SKIP LOCKED";

    public override string Scripts => "postgres";

    public override int LongSeconds => 3600;

    public override string Rows(string columns, string parameter) => $"json_to_recordset({parameter}::json) AS r({columns})";

    // OFFSET 0 keeps it from being taken for a join, which would be done the other way round where statistics say that the table is small.
    public override string JoinEach(string table, string alias, string condition) => $"CROSS JOIN LATERAL (SELECT * FROM {table} {alias} WHERE {condition} OFFSET 0) AS {alias}";

    public override string KeysOf(string column, string property) => $"(SELECT json_agg(key ORDER BY key)::text FROM json_object_keys({column}::json -> '{property}') AS key)";

    public override bool WritersTakeTurns => false;

    // Its statistics of a queue are always old: from before a catalog was queued, say, so that it would sort a million jobs to find the first ones, or read all of the ledger for sixteen products.
    public override string KeepToIndexes => SwitchOff("enable_seqscan", "enable_bitmapscan", "enable_sort", "enable_hashjoin", "enable_mergejoin", "jit");

    public override string MayBeLost => SwitchOff("synchronous_commit");

    public override async Task PrepareAsync(Session session, string name)
    {
        int version = await session.FirstAsync("SELECT current_setting('server_version_num')::int", row => row.GetInt32(0)).ConfigureAwait(false) / 10_000;
        if (version < OldestVersion)
            throw new InvalidDataException($"The database {name} is PostgreSQL {version}; it must be {OldestVersion} or later.");
        string? encoding = await session.FirstAsync("SHOW server_encoding", row => row.GetString(0)).ConfigureAwait(false);
        if (encoding != "UTF8")
            throw new InvalidDataException($"The database {name} has the encoding {encoding}; it must be UTF8 to hold every catalog. Make one by CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.");
    }

    public override Task LockSchemaAsync(Session session) => session.ExecuteAsync($"SELECT pg_advisory_xact_lock({SchemaLock}, 0)");

    public override Task LockReleasesAsync(Session session) => session.ExecuteAsync($"SELECT pg_advisory_xact_lock({SchemaLock}, 1)");

    // In the same order everywhere, so that two never wait for each other. A statement of its own, so that the next one sees what was committed meanwhile; none of its rows comes back.
    public override string LockValues => $"""
        SELECT 1 FROM (
            SELECT pg_advisory_xact_lock({ValueLock}, number) AS taken FROM (
                SELECT DISTINCT (hashtextextended(sku, hashtextextended(catalog, 0)) & {ValueLocks - 1})::int AS number FROM {Rows("catalog text, sku text", "@rows")} ORDER BY number
            ) AS numbers
        ) AS locks WHERE taken IS NULL;

        """;

    // Whoever comes second finds the first one's rows gone, and leaves the sum of theirs alone.
    public override async Task MergeCountsAsync(Session session)
    {
        await session.ExecuteAsync("WITH gone AS (DELETE FROM enrichment_job_count RETURNING *) INSERT INTO enrichment_job_count SELECT run_id, state, sum(n) FROM gone GROUP BY run_id, state HAVING sum(n) <> 0").ConfigureAwait(false);
        await session.ExecuteAsync("WITH gone AS (DELETE FROM enrichment_proposal_count RETURNING *) INSERT INTO enrichment_proposal_count SELECT run_id, field, state, sum(n) FROM gone GROUP BY run_id, field, state HAVING sum(n) <> 0").ConfigureAwait(false);
    }

    public override Task KeepAsync(Session session) => session.ExecuteAsync("SET LOCAL synchronous_commit TO DEFAULT");

    // One statement, whose rows never come back, instead of a SET LOCAL for each.
    private static string SwitchOff(params string[] settings) => $"SELECT 1 WHERE {string.Join(" || ", settings.Select(name => $"set_config('{name}', 'off', true)"))} IS NULL; ";
}
