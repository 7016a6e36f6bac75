using System.Data;
using System.Data.Common;
using Npgsql;

namespace PhiVisionML.Enrichment.Stores.Connections;

/// <summary>A PostgreSQL database, 12 or later.</summary>
internal sealed class PostgresConnections : IConnections
{
    // Jobs are inserted unless they are there; a promotion alone, which changes keys, can meet one that somebody is inserting.
    private const string JobKey = "enrichment_job_key";

    private readonly NpgsqlDataSource _source;

    public PostgresConnections(NpgsqlConnectionStringBuilder connection)
    {
        Name = $"postgres://{connection.Host}:{connection.Port}/{connection.Database ?? connection.Username}";
        connection.ApplicationName ??= "PhiVisionML";
        connection.NoResetOnClose = true;   // what is set here, or locked, ends with its transaction; a reset would throw plans away
        _source = new NpgsqlDataSourceBuilder(connection.ConnectionString).Build();
    }

    public string Name { get; }

    public Dialect Dialect { get; } = new PostgresDialect();

    public async ValueTask<DbConnection> OpenAsync(CancellationToken cancellation) => await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);

    public ValueTask<IDisposable> EnterWriterAsync(CancellationToken cancellation) => new(NoTurn.Instance);

    // Every statement sees what was committed before it: that is what the value locks rely on.
    public ValueTask<DbTransaction> BeginAsync(DbConnection connection, CancellationToken cancellation) => connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);

    public StoreFault Judge(DbException error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } => new(null, HasNoTables: true),
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable } => new($"The database {Name} is too busy: others changed the same rows again and again.", IsPassing: true),
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: JobKey } => new($"The database {Name} is too busy: others queue the same jobs again and again.", IsPassing: true),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new($"The database {Name} cannot grow: its disk is full. Nothing of this was written; free some space."),
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => new($"The database {Name} has too many connections; raise its max_connections or run fewer workers.", IsPassing: true),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => new($"The database {Name} may only be read: it is a standby, or set so."),
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege } refused => new($"The database {Name} refuses: {refused.MessageText}. Check its name, user and password."),
        PostgresException { SqlState: ['0', '8', ..] or ['5', '7', ..] or ['5', '8', ..] or ['5', '3', ..] } away => new($"The database {Name} is away: {away.MessageText}.", IsPassing: true, MayHaveCommitted: true),
        PostgresException => default,
        NpgsqlException => new($"The database {Name} cannot be reached: {error.Message}", IsPassing: true, MayHaveCommitted: true),
        _ => default,
    };

    public void Dispose() => _source.Dispose();

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private sealed class NoTurn : IDisposable
    {
        public static readonly NoTurn Instance = new();

        public void Dispose()
        {
        }
    }
}
