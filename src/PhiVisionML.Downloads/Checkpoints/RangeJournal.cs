using System.Globalization;
using System.Text;

namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>Which parts of a partial file are on the disk: a line for the content, then one for each part, <c>start end</c>, appended and flushed.</summary>
/// <remarks>A line that was cut off, by a crash say, ends the reading; the parts after it are fetched again.</remarks>
internal sealed class RangeJournal : IDisposable
{
    private readonly FileStream _stream;
    private readonly Lock _lock = new();

    private RangeJournal(FileStream stream) => _stream = stream;

    /// <summary>The parts of a content, if the journal is about that content.</summary>
    /// <returns>The parts; null if there is no journal, or one about another content.</returns>
    public static IReadOnlyList<ByteRange>? Read(string path, RepositoryFile file) => File.Exists(path) ? Understand(File.ReadAllText(path), file).Parts : null;

    /// <summary>Opens a journal to append to.</summary>
    /// <param name="path">The journal; made if it is not there.</param>
    /// <param name="file">The content; a journal about another one begins anew.</param>
    /// <param name="keep">Whether the parts in it still hold.</param>
    public static RangeJournal Open(string path, RepositoryFile file, bool keep)
    {
        var (parts, length) = keep && File.Exists(path) ? Understand(File.ReadAllText(path), file) : (null, 0);
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        stream.SetLength(length);
        stream.Position = length;
        var journal = new RangeJournal(stream);
        if (parts is null) journal.Append(Head(file));
        return journal;
    }

    /// <summary>Notes a part, which must be on the disk already.</summary>
    public void Add(ByteRange part)
    {
        lock (_lock) Append(Line(part));
    }

    public void Dispose() => _stream.Dispose();

    private void Append(string line)
    {
        _stream.Write(Encoding.ASCII.GetBytes(line + "\n"));
        _stream.Flush(flushToDisk: true);
    }

    // The parts, and how many characters the lines take that are whole and understood
    private static (List<ByteRange>? Parts, int Length) Understand(string text, RepositoryFile file)
    {
        string[] lines = text.Split('\n')[..^1];   // what follows the last line break is cut off, or empty
        if (lines.Length == 0 || lines[0] != Head(file)) return (null, 0);
        var parts = lines.Skip(1).Select(line => Parse(line, file.Size)).TakeWhile(part => part is not null).Select(part => part!.Value).ToList();
        return (parts, lines.Take(1 + parts.Count).Sum(line => line.Length + 1));
    }

    private static string Head(RepositoryFile file) => string.Create(CultureInfo.InvariantCulture, $"{file.Hash} {file.Size}");

    private static string Line(ByteRange part) => string.Create(CultureInfo.InvariantCulture, $"{part.Start} {part.End}");

    private static ByteRange? Parse(string line, long size)
        => line.Split(' ') is [var first, var last]
            && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out long start)
            && long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out long end)
            && start < end && end <= size
            ? new ByteRange(start, end) : null;
}
