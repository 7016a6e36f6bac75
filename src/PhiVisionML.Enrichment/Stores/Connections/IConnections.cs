using System.Data.Common;

namespace PhiVisionML.Enrichment.Stores.Connections;

/// <summary>One of the two databases: how it is connected to, and what its errors mean.</summary>
internal interface IConnections : IAsyncDisposable, IDisposable
{
    /// <summary>What people call the database; never with a password.</summary>
    string Name { get; }

    /// <summary>How statements are written for it.</summary>
    Dialect Dialect { get; }

    /// <summary>An open connection.</summary>
    ValueTask<DbConnection> OpenAsync(CancellationToken cancellation);

    /// <summary>Waits for this process's turn to write, if writers have to take turns.</summary>
    /// <returns>The turn; to be disposed after the transaction.</returns>
    ValueTask<IDisposable> EnterWriterAsync(CancellationToken cancellation);

    /// <summary>Begins a transaction that is going to write.</summary>
    ValueTask<DbTransaction> BeginAsync(DbConnection connection, CancellationToken cancellation);

    /// <summary>What to make of a driver's error.</summary>
    StoreFault Judge(DbException error);
}
