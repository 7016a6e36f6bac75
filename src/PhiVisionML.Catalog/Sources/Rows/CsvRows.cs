using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace PhiVisionML.Catalog.Sources.Rows;

/// <summary>The records of a file, each with what is wrong with its quotes.</summary>
internal sealed class CsvRows : IDisposable
{
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    private readonly string _path;
    private readonly CsvParser _parser;
    private bool _hasStrayQuote;

    public CsvRows(string path, char? delimiter)
    {
        _path = path;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = (delimiter ?? DetectDelimiter(path)).ToString(),
            BadDataFound = _ => _hasStrayQuote = true,
        };
        _parser = new CsvParser(TextFile.Open(path), configuration);
    }

    /// <summary>Reads the next record; <c>null</c> at the end.</summary>
    public (string[] Cells, string? Fault)? Next()
    {
        try
        {
            var firstLine = _parser.RawRow + 1;
            _hasStrayQuote = false;
            if (!_parser.Read()) return null;
            var cells = _parser.Record!;
            var hasOpenQuote = _parser.RawRecord.Count(character => character == '"') % 2 != 0;
            return (cells, _hasStrayQuote || hasOpenQuote ? $"The quotes in lines {firstLine} to {_parser.RawRow} do not pair up; these lines are one record." : null);
        }
        catch (DecoderFallbackException error)
        {
            throw TextFile.NotText(_path, _parser.RawRow, error);
        }
    }

    public void Dispose() => _parser.Dispose();

    private static char DetectDelimiter(string path)
    {
        using var reader = TextFile.Open(path);
        var counts = new int[Delimiters.Length];
        var isQuoted = false;
        try
        {
            for (var next = reader.Read(); next >= 0 && (isQuoted || next is not ('\r' or '\n')); next = reader.Read())
            {
                if (next == '"') isQuoted = !isQuoted;
                else if (!isQuoted && Array.IndexOf(Delimiters, (char)next) is >= 0 and var which) counts[which]++;
            }
        }
        catch (DecoderFallbackException error)
        {
            throw TextFile.NotText(path, 0, error);
        }
        return Delimiters[Array.IndexOf(counts, counts.Max())];
    }
}
