using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace PhiVisionML.Catalog.Sources.Rows;

/// <summary>The records of a file, each with what is wrong with its quotes.</summary>
internal sealed class CsvRows : IDisposable
{
    private const int BufferSize = 1 << 16;

    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    private readonly string _path;
    private readonly StreamReader _reader;
    private readonly CsvParser _parser;
    private bool _hasStrayQuote;

    public CsvRows(string path, char? delimiter)
    {
        _path = path;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = (delimiter ?? DetectDelimiter(path)).ToString(),
            BufferSize = BufferSize,
            BadDataFound = _ => _hasStrayQuote = true,
        };
        _reader = TextFile.Open(path);
        _parser = new CsvParser(_reader, configuration);
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
            return (cells, _hasStrayQuote || HasOpenQuote() ? $"The quotes in lines {firstLine} to {_parser.RawRow} do not pair up; these lines are one record." : null);
        }
        catch (DecoderFallbackException error)
        {
            throw TextFile.NotText(_path, _parser.RawRow, error);
        }
    }

    public void Dispose() => _parser.Dispose();

    // A quote that stays open goes on to the end of the file: records before the last block of it need no counting.
    private bool HasOpenQuote() => _reader.Peek() < 0 && _parser.RawRecord.Count(character => character == '"') % 2 != 0;

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
