using Microsoft.ML;
using Microsoft.ML.Runtime;
using PhiVisionML.MLNet.Interop;

namespace PhiVisionML.MLNet.Batching;

/// <summary>
/// What a transformer that scores rows in batches has to say about itself. The view, the cursors and the row of this
/// folder do the rest: ML.NET's own row mappers see one row at a time and cannot be derived from outside.
/// </summary>
/// <typeparam name="TItem">What is read from one row; it must own its data.</typeparam>
/// <typeparam name="TResult">What scoring makes of one item.</typeparam>
internal abstract class BatchMapper<TItem, TResult>
{
    private readonly CancellationToken _cancellation;

    protected BatchMapper(
        IHost host, DataViewSchema inputSchema, IReadOnlyList<AddedColumn<TResult>> added, BatchSettings settings,
        CancellationToken cancellation)
    {
        Host = host;
        InputSchema = inputSchema;
        Added = added;
        Settings = settings;
        _cancellation = cancellation;

        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        foreach (var column in added)
            builder.AddColumn(column.Name, column.Type);
        OutputSchema = builder.ToSchema();
    }

    public IHost Host { get; }

    public DataViewSchema InputSchema { get; }

    /// <summary>The input columns and after them the added ones; an added column hides an input column of its name.</summary>
    public DataViewSchema OutputSchema { get; }

    public IReadOnlyList<AddedColumn<TResult>> Added { get; }

    public BatchSettings Settings { get; }

    /// <summary>The input columns that scoring reads.</summary>
    public abstract IReadOnlyList<DataViewSchema.Column> Inputs { get; }

    /// <summary>
    /// Makes a function that reads the item of the row's current position. It runs before the row moves on, possibly on
    /// a background task, and copies what it keeps: an <c>MLImage</c> is disposed by its producer on the next row.
    /// What this method itself throws (no model, no device) concerns all rows and is never a row's error.
    /// </summary>
    public abstract Func<TItem> CreateReader(DataViewRow input);

    /// <summary>What the item adds to <see cref="BatchSettings.Cost"/>: its tokens.</summary>
    public abstract long GetCost(TItem item);

    /// <summary>Scores a batch: one result for each item, in order. Only what <paramref name="active"/> wants need be computed.</summary>
    public abstract IReadOnlyList<TResult> Score(IReadOnlyList<TItem> items, IReadOnlyList<bool> active, CancellationToken cancellation);

    /// <summary>The empty result of a row that failed.</summary>
    public abstract TResult Fail(Exception failure);

    public CancellationToken Cancellation => _cancellation;

    /// <exception cref="OperationCanceledException">The token or the <c>MLContext</c> was cancelled.</exception>
    public void CheckAlive()
    {
        _cancellation.ThrowIfCancellationRequested();
        if (MLNetInterop.IsCanceled(Host))
            throw Host.Process(new OperationCanceledException("The MLContext was cancelled."));
    }

    public ActiveColumns Resolve(IEnumerable<DataViewSchema.Column> asked) => new(InputSchema, OutputSchema, asked, Inputs);

    /// <summary>Makes the getter of an added column over the current row's result.</summary>
    public ValueGetter<TValue> CreateGetter<TValue>(DataViewSchema.Column column, Func<TResult> current)
        => PassedColumn.Cast<TValue>(Added[column.Index - InputSchema.Count].CreateGetter(current), column);
}
