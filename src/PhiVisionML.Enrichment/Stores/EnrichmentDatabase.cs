using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Releases;

namespace PhiVisionML.Enrichment.Stores;

/// <summary>A database with queue, ledger and adapter releases: a SQLite file for one machine, or PostgreSQL for any number of them.</summary>
/// <remarks>May be used by several threads at once. Nothing is connected to before the first call; <see cref="IEnrichmentJobStore.InitializeAsync"/> has to be the first.</remarks>
public sealed class EnrichmentDatabase : IAsyncDisposable, IDisposable
{
    private EnrichmentDatabase()
    {
    }

    /// <summary>What people call the database: the file's full path, or host, port and database; never with a password.</summary>
    public string Name => throw new NotImplementedException();

    /// <summary>Whether several machines may share it.</summary>
    public bool IsPostgres => throw new NotImplementedException();

    /// <summary>The queue.</summary>
    public IEnrichmentJobStore Jobs => throw new NotImplementedException();

    /// <summary>The ledger, and the reviewer's side of it.</summary>
    public IEnrichmentLedger Ledger => throw new NotImplementedException();

    /// <summary>Which adapter workers answer with.</summary>
    public IAdapterReleases Releases => throw new NotImplementedException();

    /// <summary>A database.</summary>
    /// <param name="connection">
    /// A file's path (made if it is missing, with its folder); or for PostgreSQL <c>postgres://user:password@host/database</c>
    /// or Npgsql's <c>Host=…;Database=…</c>.
    /// </param>
    /// <param name="retries">How often jobs are tried; <c>null</c> for the defaults. All workers of a database should have the same.</param>
    /// <exception cref="ArgumentException">It is none of these, or an option is out of range.</exception>
    public static EnrichmentDatabase Open(string connection, RetryOptions? retries = null) => throw new NotImplementedException();

    /// <summary>Closes its connections.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();

    /// <summary>Closes its connections.</summary>
    public void Dispose() => throw new NotImplementedException();
}
