using Microsoft.ML;

namespace PhiVisionML.MLNet.Batching;

/// <summary>What a consumer asked for, and what must be asked of the source for it.</summary>
internal sealed class ActiveColumns
{
    private readonly bool[] _active;

    /// <exception cref="ArgumentException">A column is not of the output schema.</exception>
    public ActiveColumns(
        DataViewSchema input, DataViewSchema output, IEnumerable<DataViewSchema.Column> asked, IReadOnlyList<DataViewSchema.Column> scored)
    {
        _active = new bool[output.Count];
        foreach (var column in asked)
        {
            if (column.Index >= output.Count || output[column.Index].Name != column.Name)
                throw new ArgumentException($"Column '{column.Name}' is not in the schema that it was asked of.", nameof(asked));
            _active[column.Index] = true;
        }

        Added = _active[input.Count..];
        Passed = [.. input.Where(column => _active[column.Index])];
        Source = AnyAdded ? [.. Passed.Concat(scored).DistinctBy(column => column.Index)] : Passed;
    }

    /// <summary>For each added column, whether it is wanted.</summary>
    public IReadOnlyList<bool> Added { get; }

    /// <summary>Whether anything must be scored.</summary>
    public bool AnyAdded => Added.Contains(true);

    /// <summary>The input columns that are passed through.</summary>
    public IReadOnlyList<DataViewSchema.Column> Passed { get; }

    /// <summary>The input columns that must be active in the source.</summary>
    public IReadOnlyList<DataViewSchema.Column> Source { get; }

    public bool Contains(DataViewSchema.Column column) => column.Index < _active.Length && _active[column.Index];

    /// <exception cref="ArgumentOutOfRangeException">The column was not asked for.</exception>
    public void Check(DataViewSchema.Column column)
    {
        if (!Contains(column))
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' is not active.");
    }
}
