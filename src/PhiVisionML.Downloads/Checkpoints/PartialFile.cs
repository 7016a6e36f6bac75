using Microsoft.Win32.SafeHandles;

namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>A file that is being fetched: its bytes, sparse and at their places, and the journal of the parts that are on the disk.</summary>
internal sealed class PartialFile : IDisposable
{
    private readonly SafeFileHandle _content;
    private readonly RangeJournal _journal;

    private PartialFile(SafeFileHandle content, RangeJournal journal) => (_content, _journal) = (content, journal);

    /// <summary>The parts that an interrupted pull left of a content; none if it left nothing, or another content.</summary>
    public static IReadOnlyList<ByteRange> PartsOf(PullFolder folder, RepositoryFile file)
    {
        string path = folder.PartialOf(file);
        return File.Exists(path) && new FileInfo(path).Length == file.Size && RangeJournal.Read(folder.JournalOf(file), file) is { } parts ? parts : [];
    }

    /// <summary>Whether an interrupted pull left parts of another content under that name.</summary>
    public static bool IsOutdated(PullFolder folder, RepositoryFile file) => File.Exists(folder.JournalOf(file)) && RangeJournal.Read(folder.JournalOf(file), file) is null;

    /// <summary>Opens what is there, or begins.</summary>
    public static PartialFile Open(PullFolder folder, RepositoryFile file)
    {
        var parts = PartsOf(folder, file);
        Directory.CreateDirectory(folder.PartialFolder);
        var journal = RangeJournal.Open(folder.JournalOf(file), file, keep: parts.Count > 0);
        try
        {
            var content = File.OpenHandle(folder.PartialOf(file), parts.Count > 0 ? FileMode.Open : FileMode.Create, FileAccess.Write, FileShare.Read);
            RandomAccess.SetLength(content, file.Size);
            return new PartialFile(content, journal);
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    public void Write(ReadOnlySpan<byte> bytes, long position) => RandomAccess.Write(_content, bytes, position);

    /// <summary>Notes a part that was written, once it is on the disk.</summary>
    public void Keep(ByteRange part)
    {
        if (part.Length == 0) return;
        RandomAccess.FlushToDisk(_content);
        _journal.Add(part);
    }

    /// <summary>Forgets all parts of a content, so that the next start is from nothing.</summary>
    public static void Discard(PullFolder folder, RepositoryFile file)
    {
        File.Delete(folder.JournalOf(file));
        File.Delete(folder.PartialOf(file));
    }

    public void Dispose()
    {
        _content.Dispose();
        _journal.Dispose();
    }
}
