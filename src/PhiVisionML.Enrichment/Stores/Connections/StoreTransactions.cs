using System.Data.Common;
using System.Runtime.CompilerServices;

namespace PhiVisionML.Enrichment.Stores.Connections;

/// <summary>Runs work against a database, again where an error passes and trying again is safe.</summary>
/// <remarks>
/// What fails before its commit is undone, so that another try is always safe. When the answer to a commit is lost, nobody knows whether it took place:
/// then only work is tried again that comes to the same when it is done twice.
/// </remarks>
internal sealed class StoreTransactions(IConnections connections)
{
    private const int MaxTries = 6;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);

    public IConnections Connections { get; } = connections;

    public Dialect Dialect => Connections.Dialect;

    /// <summary>Writes, in one transaction.</summary>
    /// <param name="work">What is to be done; it may be called several times, each time in a new transaction.</param>
    /// <param name="isRepeatable">Whether <paramref name="work"/> comes to the same when it is done a second time.</param>
    /// <param name="cancellation">Gives up before the commit, never during it.</param>
    /// <param name="isLong">Whether statements may touch a whole run.</param>
    public Task<T> WriteAsync<T>(Func<Session, Task<T>> work, bool isRepeatable, CancellationToken cancellation, bool isLong = false) => RetryAsync(async commit =>
    {
        using IDisposable turn = await Connections.EnterWriterAsync(cancellation).ConfigureAwait(false);
        DbConnection connection = await Connections.OpenAsync(cancellation).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            DbTransaction transaction = await Connections.BeginAsync(connection, cancellation).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                T result = await work(new Session(connection, transaction, Dialect, cancellation) { TimeLimit = isLong ? Dialect.LongSeconds : 0 }).ConfigureAwait(false);
                commit.HasBegun = true;
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);   // cancelled, nobody would know whether it took place
                return result;
            }
        }
    }, isRepeatable, cancellation);

    /// <summary>Reads, outside a transaction.</summary>
    public Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellation) => RetryAsync(async _ =>
    {
        DbConnection connection = await Connections.OpenAsync(cancellation).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
            return await work(new Session(connection, null, Dialect, cancellation)).ConfigureAwait(false);
    }, isRepeatable: true, cancellation);

    /// <summary>Reads rows one by one, without keeping others from writing; an error in their midst is not tried again.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(string sql, Func<DbDataReader, T> read, (string Name, object? Value)[] parameters, [EnumeratorCancellation] CancellationToken cancellation)
    {
        DbConnection connection = await RetryAsync(async _ => await Connections.OpenAsync(cancellation).ConfigureAwait(false), isRepeatable: true, cancellation).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var session = new Session(connection, null, Dialect, cancellation) { TimeLimit = Dialect.LongSeconds };
            var rows = session.StreamAsync(sql, read, parameters).GetAsyncEnumerator(cancellation);
            await using (rows.ConfigureAwait(false))
            {
                while (await MoveAsync(rows).ConfigureAwait(false))
                    yield return rows.Current;
            }
        }
    }

    private async Task<bool> MoveAsync<T>(IAsyncEnumerator<T> rows)
    {
        try
        {
            return await rows.MoveNextAsync().ConfigureAwait(false);
        }
        catch (DbException e) when (Connections.Judge(e) is { Sentence: { } sentence })
        {
            throw new EnrichmentStoreUnavailableException(sentence, e);
        }
    }

    private async Task<T> RetryAsync<T>(Func<Commit, Task<T>> body, bool isRepeatable, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            var commit = new Commit();
            try
            {
                return await body(commit).ConfigureAwait(false);
            }
            catch (DbException e) when (Connections.Judge(e) is { Sentence: { } sentence } fault)
            {
                bool isUnknown = commit.HasBegun && fault.MayHaveCommitted;
                if (!fault.IsPassing || attempt >= MaxTries || isUnknown && !isRepeatable)
                    throw new EnrichmentStoreUnavailableException(isUnknown ? $"{sentence} It is not known whether the last change was written; look before it is made again." : sentence, e);
            }
            catch (DbException e) when (Connections.Judge(e).HasNoTables)
            {
                throw new InvalidOperationException($"{Connections.Name} has no tables for enrichment yet, or older ones; call InitializeAsync first.", e);
            }

            await Task.Delay(FirstWait * Math.Pow(2, attempt - 1) * (0.5 + Random.Shared.NextDouble()), cancellation).ConfigureAwait(false);
        }
    }

    private sealed class Commit
    {
        public bool HasBegun { get; set; }
    }
}
