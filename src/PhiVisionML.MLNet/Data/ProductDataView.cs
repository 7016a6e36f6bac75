using Microsoft.ML;
using Microsoft.ML.Data;
using PhiVisionML.Catalog;

namespace PhiVisionML.MLNet.Data;

/// <summary>Products as text columns: every field of the table, its code, and the path of its picture.</summary>
internal sealed class ProductDataView : IDataView
{
    private readonly Func<IEnumerable<Product>> _read;
    private readonly long? _count;
    private readonly IReadOnlyList<Func<Product, string?>> _values;

    /// <param name="columns">The fields that products have.</param>
    /// <param name="read">Reads the products, the same ones each time.</param>
    /// <param name="count">How many there are, if that is known.</param>
    public ProductDataView(IReadOnlyList<string> columns, Func<IEnumerable<Product>> read, long? count)
    {
        (_read, _count) = (read, count);
        var schema = new DataViewSchema.Builder();
        var values = new List<Func<Product, string?>>();
        foreach (string column in columns)
        {
            schema.AddColumn(column, TextDataViewType.Instance);
            values.Add(product => product.Fields.GetValueOrDefault(column));
        }

        schema.AddColumn(ProductDataExtensions.ProductCodeColumnName, TextDataViewType.Instance);
        values.Add(product => product.ProductCode);
        schema.AddColumn(ProductDataExtensions.ImagePathColumnName, TextDataViewType.Instance);
        values.Add(product => product.ImagePaths.Count > 0 ? product.ImagePaths[0] : null);
        Schema = schema.ToSchema();
        _values = values;
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, Ordered(rand).GetEnumerator(), [.. columnsNeeded.Select(c => c.Index)]);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private IEnumerable<(int Index, Product Product)> Ordered(Random? random)
    {
        if (random is null)
            return _read().Index();
        var shuffled = _read().Index().ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }

    private sealed class Cursor(ProductDataView view, IEnumerator<(int Index, Product Product)> rows, HashSet<int> active) : DataViewRowCursor
    {
        private long _position = -1;
        private bool _isAtEnd;

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override bool MoveNext()
        {
            _isAtEnd = _isAtEnd || !rows.MoveNext();
            _position = _isAtEnd ? -1 : _position + 1;
            return !_isAtEnd;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)Row().Index, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
                throw new InvalidOperationException($"Column '{column.Name}' was not asked for when the cursor was opened.");
            var value = view._values[column.Index];
            ValueGetter<ReadOnlyMemory<char>> getter = (ref ReadOnlyMemory<char> text) => text = (value(Row().Product) ?? "").AsMemory();
            return getter as ValueGetter<TValue> ?? throw new InvalidOperationException($"Column '{column.Name}' is text; a getter of {typeof(TValue)} was asked for.");
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                rows.Dispose();
            base.Dispose(disposing);
        }

        private (int Index, Product Product) Row() => _position >= 0 ? rows.Current : throw new InvalidOperationException("The cursor is not on a row.");
    }
}
