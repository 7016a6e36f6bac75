using System.Collections;
using PhiVisionML.Catalog.Sources.Rows;

namespace PhiVisionML.Catalog.Sources;

/// <summary>The fields of a product: an array of cells, the names of which all products of a source share.</summary>
internal sealed class ProductFields(ColumnSet columns, string?[] cells) : IReadOnlyDictionary<string, string?>
{
    public int Count => cells.Length;

    public IEnumerable<string> Keys => columns.Names;

    public IEnumerable<string?> Values => cells;

    public string? this[string key] =>
        columns.TryFind(key, out var place) ? cells[place] : throw new KeyNotFoundException($"There is no column '{key}'; the columns are {string.Join(", ", columns.Names)}.");

    public bool ContainsKey(string key) => columns.TryFind(key, out _);

    public bool TryGetValue(string key, out string? value)
    {
        var isThere = columns.TryFind(key, out var place);
        value = isThere ? cells[place] : null;
        return isThere;
    }

    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator() => columns.Names.Zip(cells, KeyValuePair.Create).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
