using Microsoft.ML;
using PhiVisionML.Catalog;
using PhiVisionML.MLNet.Columns;

namespace PhiVisionML.MLNet.Data;

/// <summary>The rows of a data view as products: columns of text, numbers and truth values are fields.</summary>
internal static class ProductReader
{
    public static IEnumerable<Product> Read(IDataView data)
    {
        var fields = data.Schema.Where(column => !column.IsHidden && InputColumn.TextOrNumber.Accepts(column.Type, false)).ToArray();
        // Names are found whatever the letter case, as in products from files, unless that is all that tells two columns apart.
        var comparer = fields.DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase).Count() == fields.Length ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        using var cursor = data.GetRowCursor(fields);
        var readers = Array.ConvertAll(fields, column => ValueText.Reader(cursor, column));
        for (int number = 1; cursor.MoveNext(); number++)
        {
            var cells = new Dictionary<string, string?>(comparer);
            for (int i = 0; i < fields.Length; i++)
                cells[fields[i].Name] = readers[i]() is { Length: > 0 } text ? text : null;
            yield return Product(number, cells);
        }
    }

    private static Product Product(int number, Dictionary<string, string?> cells)
    {
        cells.Remove(ProductDataExtensions.ProductCodeColumnName, out string? code);
        cells.Remove(ProductDataExtensions.ImagePathColumnName, out string? image);
        return new Product(code ?? FormattableString.Invariant($"{number}"), number, cells, image is null ? [] : [image]);
    }
}
