using Microsoft.ML;
using Microsoft.ML.Data;

namespace PhiVisionML.MLNet.Batching;

/// <summary>The row-by-row face of a <see cref="BatchMapper{TItem, TResult}"/>.</summary>
internal sealed class BatchRowMapper<TItem, TResult>(BatchMapper<TItem, TResult> mapper) : IRowToRowMapper
{
    public DataViewSchema InputSchema => mapper.InputSchema;

    public DataViewSchema OutputSchema => mapper.OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
        => mapper.Resolve(dependingColumns).Source;

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
        => new MappedRow<TItem, TResult>(input, mapper, mapper.Resolve(activeColumns));
}
