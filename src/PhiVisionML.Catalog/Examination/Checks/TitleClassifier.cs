using System.Globalization;
using System.Text;

namespace PhiVisionML.Catalog.Examination.Checks;

/// <summary>
/// Naive Bayes from the words of a title to a category. Each row is judged by the other rows alone, so that a row cannot vouch for itself.
/// </summary>
internal sealed class TitleClassifier
{
    private const double LeastAccuracy = 0.9;    // where titles tell less, a disagreement says little
    private const double LeastOdds = 4.6;        // ln 100 in favour of the other category
    private const int LeastRows = 5;             // of a category that a row is said to belong to
    private const int MostCategories = 500;      // more are free text rather than categories
    private const double Smoothing = 0.1;

    private readonly int[][] _words;
    private readonly int[] _categories;
    private readonly string[] _names;
    private readonly int[] _rowsOf;
    private readonly Dictionary<(int Word, int Category), int> _rowsWith = [];
    private readonly (int Best, double Odds)[] _judged;

    public TitleClassifier(IReadOnlyList<(string Title, string Category)> rows, CancellationToken cancellation)
    {
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        _words = [.. rows.Select(row => Words(row.Title).Select(word => Number(vocabulary, word)).Distinct().ToArray())];
        var categories = new Dictionary<string, int>(StringComparer.Ordinal);
        _categories = [.. rows.Select(row => Number(categories, row.Category))];
        _names = [.. categories.Keys];
        _rowsOf = new int[_names.Length];
        for (var row = 0; row < rows.Count; row++)
        {
            _rowsOf[_categories[row]]++;
            foreach (var word in _words[row])
                _rowsWith[(word, _categories[row])] = _rowsWith.GetValueOrDefault((word, _categories[row])) + 1;
        }

        _judged = _names.Length is < 2 or > MostCategories ? [] : [.. Enumerable.Range(0, rows.Count).Select(row =>
        {
            cancellation.ThrowIfCancellationRequested();
            return Judge(row);
        })];
        Accuracy = _judged.Length == 0 ? 0 : _judged.Select((judged, row) => judged.Best == _categories[row] ? 1.0 : 0).Average();
    }

    /// <summary>The share of rows whose category the words of the title tell.</summary>
    public double Accuracy { get; }

    /// <summary>The rows whose title speaks clearly of another category, the clearest first; none where titles do not tell categories well.</summary>
    public IReadOnlyList<(int Row, string Category)> Doubtful() => Accuracy < LeastAccuracy ? [] :
    [
        .. _judged.Select((judged, row) => (Row: row, judged.Best, judged.Odds))
            .Where(judged => judged.Best != _categories[judged.Row] && judged.Odds >= LeastOdds && _rowsOf[judged.Best] >= LeastRows)
            .OrderByDescending(judged => judged.Odds)
            .Select(judged => (judged.Row, _names[judged.Best])),
    ];

    /// <summary>The likeliest category, and by how much (in nats) it is likelier than the row's own.</summary>
    private (int Best, double Odds) Judge(int row)
    {
        var (best, most, own) = (0, double.NegativeInfinity, 0.0);
        for (var category = 0; category < _names.Length; category++)
        {
            var self = _categories[row] == category ? 1 : 0;
            var rows = _rowsOf[category] - self;
            var score = rows == 0 ? double.NegativeInfinity : Math.Log(rows);
            foreach (var word in _words[row])
                score += Math.Log((_rowsWith.GetValueOrDefault((word, category)) - self + Smoothing) / (rows + 2 * Smoothing));
            if (self == 1) own = score;
            if (score > most) (best, most) = (category, score);
        }

        // The only row of its category: there is nothing to judge it by.
        return double.IsNegativeInfinity(own) ? (_categories[row], 0) : (best, most - own);
    }

    private static int Number(Dictionary<string, int> numbers, string name)
    {
        if (!numbers.TryGetValue(name, out var number)) numbers.Add(name, number = numbers.Count);
        return number;
    }

    /// <summary>Words in lower case; of scripts without spaces, pairs of neighbouring signs.</summary>
    private static IEnumerable<string> Words(string title)
    {
        var word = new StringBuilder();
        Rune? previous = null;
        foreach (var rune in title.EnumerateRunes())
        {
            var isIdeograph = Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherLetter && rune.Value >= 0x2E80;
            if (isIdeograph && previous is { } before) yield return before.ToString() + rune;
            previous = isIdeograph ? rune : null;
            if ((Rune.IsLetterOrDigit(rune) || IsMark(rune)) && !isIdeograph)
            {
                word.Append(Rune.ToLowerInvariant(rune));
                continue;
            }

            if (word.Length > 0) yield return word.ToString();
            word.Clear();
        }

        if (word.Length > 0) yield return word.ToString();
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
