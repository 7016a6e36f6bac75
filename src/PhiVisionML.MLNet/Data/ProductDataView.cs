using Microsoft.ML;
using Microsoft.ML.Data;
using PhiVisionML.Catalog;

namespace PhiVisionML.MLNet.Data;

/// <summary>Products as text columns: every field of the table, its code, and the path of its picture.</summary>
internal sealed class ProductDataView : IDataView
{
    private readonly IReadOnlyList<Product> _products;
    private readonly IReadOnlyList<Func<Product, string?>> _values;

    public ProductDataView(IReadOnlyList<string> columns, IReadOnlyList<Product> products)
    {
        _products = products;
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

    public long? GetRowCount() => _products.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        int[] order = [.. Enumerable.Range(0, _products.Count)];
        rand?.Shuffle(order);
        return new Cursor(this, order, [.. columnsNeeded.Select(c => c.Index)]);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(ProductDataView view, int[] order, HashSet<int> active) : DataViewRowCursor
    {
        private long _position = -1;

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override bool MoveNext()
        {
            if (_position + 1 < order.Length)
            {
                _position++;
                return true;
            }

            _position = -1;
            order = [];   // at the end for good
            return false;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)Row(), 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
                throw new InvalidOperationException($"Column '{column.Name}' was not asked for when the cursor was opened.");
            var value = view._values[column.Index];
            ValueGetter<ReadOnlyMemory<char>> getter = (ref ReadOnlyMemory<char> text) => text = (value(view._products[Row()]) ?? "").AsMemory();
            return getter as ValueGetter<TValue> ?? throw new InvalidOperationException($"Column '{column.Name}' is text; a getter of {typeof(TValue)} was asked for.");
        }

        private int Row() => _position >= 0 ? order[_position] : throw new InvalidOperationException("The cursor is not on a row.");
    }
}
