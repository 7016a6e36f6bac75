namespace PhiVisionML.Enrichment.Stores.Connections;

/// <summary>All in which the statements for the two databases differ.</summary>
internal abstract class Dialect
{
    /// <summary>The database's clock, milliseconds since 1970, the same within a statement.</summary>
    public abstract string Now { get; }

    /// <summary>At the end of a selection of rows that are to be changed: passes over those that another transaction holds.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>What the names of its schema scripts end in.</summary>
    public abstract string Scripts { get; }

    /// <summary>Seconds that a statement over a whole run may take; 0 for the connection's own limit.</summary>
    public abstract int LongSeconds { get; }

    /// <summary>A parameter that is a JSON array of objects, as a table <c>r</c>.</summary>
    /// <param name="columns">Names and PostgreSQL's types, as <c>"id bigint, field text"</c>.</param>
    /// <param name="parameter">The parameter.</param>
    public abstract string Rows(string columns, string parameter = "@rows");

    /// <summary>Joins a table to a few rows, for each of which it is looked up by an index, whatever the database believes to know about the table.</summary>
    public abstract string JoinEach(string table, string alias, string condition);

    /// <summary>The names of an object's properties in a column of JSON, as a sorted JSON array.</summary>
    public abstract string KeysOf(string column, string property);

    /// <summary>Looks after the database itself, before there are tables.</summary>
    /// <param name="session">Outside a transaction.</param>
    /// <param name="name">What people call the database.</param>
    public abstract Task PrepareAsync(Session session, string name);

    /// <summary>Until the transaction's end, no other process changes the schema.</summary>
    public abstract Task LockSchemaAsync(Session session);

    /// <summary>Whether it is worth to look for work before a transaction is begun, because others would have to wait for its end.</summary>
    public abstract bool WritersTakeTurns { get; }

    /// <summary>Before a statement: until the transaction's end, rows are read in the order of an index, whatever the database believes to know about the table.</summary>
    public abstract string KeepToIndexes { get; }

    /// <summary>
    /// Before a statement: the transaction is answered before it is on the disk. If the database's machine fails in the next moment, all of it is as if it had never been.
    /// For leases: whoever believes to have one that was lost finds that nothing of what he brings is taken, and the job is done again.
    /// </summary>
    public abstract string MayBeLost { get; }

    /// <summary>Takes <see cref="MayBeLost"/> back: the transaction has written what must not be.</summary>
    public abstract Task KeepAsync(Session session);

    /// <summary>Until the transaction's end, nobody else promotes an adapter.</summary>
    public abstract Task LockReleasesAsync(Session session);

    /// <summary>
    /// Before a statement, once in a transaction: until its end, nobody else looks up the newest values of the products in order to write others.
    /// They are <c>@rows</c>, a JSON array of objects with catalog and sku.
    /// </summary>
    public abstract string LockValues { get; }

    /// <summary><see cref="LockValues"/> alone.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="products">The products.</param>
    public Task LockValuesAsync(Session session, string products) => LockValues.Length == 0 ? Task.CompletedTask : session.ExecuteAsync(LockValues, ("rows", products));

    /// <summary>Adds up kept counts, if every change adds a row to them.</summary>
    public abstract Task MergeCountsAsync(Session session);
}
