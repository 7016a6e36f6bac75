using Microsoft.Win32.SafeHandles;

namespace PhiVisionML.Downloads.Pictures;

/// <summary>
/// The file of what became of each address. Lines are only added. In memory is only where each address has its last line, about 50 bytes an address.
/// Safe to use from many threads.
/// </summary>
internal sealed class Manifest : IDisposable
{
    public const string FileName = "manifest.jsonl";

    private const byte NewLine = (byte)'\n';

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly Dictionary<UInt128, long> _lines = [];
    private readonly Lock _gate = new();
    private long _length;

    private Manifest(string path, SafeFileHandle file) => (_path, _file) = (path, file);

    /// <summary>Lines that hold no entry, as after a power failure; their pictures are asked for again.</summary>
    public int UnreadableLines { get; private set; }

    /// <summary>Opens or makes the file of a folder; a last line without an end, as a killed process leaves it, is removed.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static Manifest Open(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var manifest = new Manifest(path, File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read));
        try
        {
            manifest.ReadLines();
            return manifest;
        }
        catch
        {
            manifest.Dispose();
            throw;
        }
    }

    /// <summary>The last entry of an address.</summary>
    public ManifestEntry? Find(Uri url)
    {
        long start;
        lock (_gate)
            if (!_lines.TryGetValue(AddressKey.Of(url.AbsoluteUri), out start)) return null;
        return ManifestJson.Read(ReadLine(start));
    }

    /// <summary>Adds a line, in one write.</summary>
    /// <exception cref="IOException">It could not be written; the file is as it was.</exception>
    public void Append(ManifestEntry entry)
    {
        byte[] line = [.. ManifestJson.Write(entry), NewLine];
        lock (_gate)
        {
            try
            {
                RandomAccess.Write(_file, line, _length);
            }
            catch (IOException)
            {
                RandomAccess.SetLength(_file, _length);
                throw;
            }
            _lines[AddressKey.Of(entry.Url)] = _length;
            _length += line.Length;
        }
    }

    /// <summary>Brings all lines to the disk.</summary>
    public void Flush() => RandomAccess.FlushToDisk(_file);

    public void Dispose() => _file.Dispose();

    private void ReadLines()
    {
        using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1 << 16);
        var line = new MemoryStream();
        for (int next = stream.ReadByte(); next >= 0; next = stream.ReadByte())
        {
            line.WriteByte((byte)next);
            if (next != NewLine) continue;
            Index(line.GetBuffer().AsSpan(0, (int)line.Length));
            _length += line.Length;
            line.SetLength(0);
        }
        RandomAccess.SetLength(_file, _length);
    }

    private void Index(ReadOnlySpan<byte> line)
    {
        if (ManifestJson.Read(line) is { } entry) _lines[AddressKey.Of(entry.Url)] = _length;
        else UnreadableLines++;
    }

    private byte[] ReadLine(long start)
    {
        var buffer = new byte[1024];
        var filled = 0;
        while (true)
        {
            var read = RandomAccess.Read(_file, buffer.AsSpan(filled), start + filled);
            var end = buffer.AsSpan(filled, read).IndexOf(NewLine);
            if (end >= 0) return buffer[..(filled + end)];
            if (read == 0) throw new InvalidDataException($"'{_path}' was changed by another program while it was in use; start again.");
            filled += read;
            if (filled == buffer.Length) Array.Resize(ref buffer, 2 * buffer.Length);
        }
    }
}
