namespace PhiVisionML.Catalog.Sources.Layouts;

/// <summary>Finds columns by the names that a layout prescribes: neither letter case nor the choice of space and underscore matters.</summary>
internal static class ColumnNames
{
    public static string? Find(IReadOnlyList<string> columns, string name) =>
        columns.FirstOrDefault(column => string.Equals(column.Replace(' ', '_'), name.Replace(' ', '_'), StringComparison.OrdinalIgnoreCase));

    public static bool HasAll(IReadOnlyList<string> columns, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Find(columns, name) is null) return false;
        return true;
    }

    /// <summary>The names that are no columns yet.</summary>
    public static IReadOnlyList<string> Missing(IReadOnlyList<string> columns, params string[] names) =>
        [.. names.Except(columns, StringComparer.OrdinalIgnoreCase)];
}
