using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace PhiVisionML.SemanticKernel.Catalogs;

/// <summary>Full-text search over rows of texts, by SQLite's FTS5 in memory, best first by BM25. Thread-safe.</summary>
internal sealed partial class TextIndex : IDisposable
{
    private readonly SqliteConnection _database = new("Data Source=:memory:");
    private readonly Lock _access = new();

    /// <param name="columns">Texts of a row.</param>
    /// <param name="rows">The rows; null is an empty text.</param>
    public TextIndex(int columns, IEnumerable<IReadOnlyList<string?>> rows)
    {
        _database.Open();
        string[] names = [.. Enumerable.Range(0, columns).Select(i => string.Create(CultureInfo.InvariantCulture, $"text{i}"))];
        using var transaction = _database.BeginTransaction();
        using var create = Command($"CREATE VIRTUAL TABLE texts USING fts5({string.Join(", ", names)}, tokenize = 'porter unicode61 remove_diacritics 2')");
        create.ExecuteNonQuery();
        using var insert = Command($"INSERT INTO texts(rowid, {string.Join(", ", names)}) VALUES ($row, {string.Join(", ", names.Select(name => "$" + name))})");
        var key = insert.Parameters.Add("$row", SqliteType.Integer);
        SqliteParameter[] cells = [.. names.Select(name => insert.Parameters.Add("$" + name, SqliteType.Text))];
        long number = 0;
        foreach (var row in rows)
        {
            key.Value = number++;
            for (int i = 0; i < cells.Length; i++)
                cells[i].Value = row[i] ?? "";
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>The numbers of the rows, from 0, that hold a word of the query or one that begins like it.</summary>
    /// <param name="query">Any text; what is neither letter nor digit separates words.</param>
    /// <param name="top">Most rows.</param>
    public IReadOnlyList<int> Search(string query, int top)
    {
        string[] words = [.. Words().Matches(query).Select(match => $"\"{match.Value}\" *")];
        if (words.Length == 0)
            return [];
        lock (_access)
        {
            using var search = Command("SELECT rowid FROM texts WHERE texts MATCH $words ORDER BY rank, rowid LIMIT $top");
            search.Parameters.AddWithValue("$words", string.Join(" OR ", words));
            search.Parameters.AddWithValue("$top", top);
            using var reader = search.ExecuteReader();
            var rows = new List<int>();
            while (reader.Read())
                rows.Add(reader.GetInt32(0));
            return rows;
        }
    }

    public void Dispose() => _database.Dispose();

    private SqliteCommand Command(string text)
    {
        var command = _database.CreateCommand();
        command.CommandText = text;
        return command;
    }

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+")]
    private static partial Regex Words();
}
