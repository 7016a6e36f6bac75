using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace PhiVisionML.Training.Samples;

/// <summary>Rows on the disk, processed once and read in any order; written by <see cref="SampleCacheWriter"/>.</summary>
/// <remarks>
/// One file, little-endian: 8 bytes of signature; the rows; an index of (offset, bytes, tokens, labelled tokens, checksum) for each; the
/// index's offset, the number of rows, and the signature again. Safe to read from several threads.
/// </remarks>
public sealed class SampleCache : ISampleSource, IDisposable
{
    internal const ulong Signature = 0x3230_4553_4956_4850;   // "PHVISE02"
    internal const int EntryBytes = 24, FooterBytes = 24;

    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly (long Offset, int Bytes, SampleSize Size, uint Checksum)[] _index;

    private SampleCache(string path, SafeFileHandle file)
    {
        (_path, _file) = (path, file);
        _index = ReadIndex();
    }

    /// <inheritdoc/>
    public int Count => _index.Length;

    /// <summary>Opens a cache.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is not a cache, or not a whole one.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static SampleCache Open(string path)
    {
        var file = File.OpenHandle(path);
        try
        {
            return new SampleCache(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public SampleSize Size(int index) => _index[index].Size;

    /// <inheritdoc/>
    public uint Checksum(int index) => _index[index].Checksum;

    /// <inheritdoc/>
    public TrainingSample Get(int index)
    {
        var (offset, bytes, _, checksum) = _index[index];
        byte[] record = GC.AllocateUninitializedArray<byte>(bytes);
        Fill(record, offset);
        if (SampleRecord.Checksum(record) != checksum)
            throw Broken($"row {index} has changed since it was written");
        return SampleRecord.Read(record);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private (long Offset, int Bytes, SampleSize Size, uint Checksum)[] ReadIndex()
    {
        long length = RandomAccess.GetLength(_file);
        byte[] footer = new byte[FooterBytes];
        if (length < sizeof(ulong) + FooterBytes)
            throw Broken($"it has {length} bytes");
        Fill(footer, length - FooterBytes);
        long start = BinaryPrimitives.ReadInt64LittleEndian(footer);
        long count = BinaryPrimitives.ReadInt64LittleEndian(footer.AsSpan(8));
        if (BinaryPrimitives.ReadUInt64LittleEndian(footer.AsSpan(16)) != Signature || count is < 0 or > int.MaxValue || start + count * EntryBytes + FooterBytes != length)
            throw Broken($"its last {FooterBytes} bytes are not a cache's");

        byte[] index = new byte[checked((int)(count * EntryBytes))];
        Fill(index, start);
        var entries = new (long, int, SampleSize, uint)[count];
        for (int i = 0; i < count; i++)
        {
            var entry = index.AsSpan(i * EntryBytes, EntryBytes);
            entries[i] = (BinaryPrimitives.ReadInt64LittleEndian(entry), BinaryPrimitives.ReadInt32LittleEndian(entry[8..]),
                new SampleSize(BinaryPrimitives.ReadInt32LittleEndian(entry[12..]), BinaryPrimitives.ReadInt32LittleEndian(entry[16..])),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]));
        }

        return entries;
    }

    private void Fill(Span<byte> buffer, long offset)
    {
        while (buffer.Length > 0)
        {
            int read = RandomAccess.Read(_file, buffer, offset);
            if (read == 0)
                throw Broken($"it ends at byte {offset}");
            buffer = buffer[read..];
            offset += read;
        }
    }

    private InvalidDataException Broken(string why) => new($"{_path} is not a whole cache of training rows: {why}. Delete it; it is made anew from the pictures.");
}
