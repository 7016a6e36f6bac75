using System.Buffers.Binary;

namespace PhiVisionML.Training.Samples;

/// <summary>Writes a <see cref="SampleCache"/>. The file appears under its name when it is complete, not before.</summary>
public sealed class SampleCacheWriter : IDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private readonly FileStream _stream;
    private readonly List<byte[]> _index = [];
    private bool _complete;

    /// <summary>Begins a cache.</summary>
    /// <param name="path">The file; an old one is replaced on <see cref="Complete"/>.</param>
    public SampleCacheWriter(string path)
    {
        _path = path;
        _temporary = path + ".tmp";
        _stream = new FileStream(_temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        WriteNumber((long)SampleCache.Signature);
    }

    /// <summary>Rows written.</summary>
    public int Count => _index.Count;

    /// <summary>Adds a row.</summary>
    /// <param name="sample">The row.</param>
    public void Add(TrainingSample sample)
    {
        byte[] record = SampleRecord.Write(sample);
        var size = sample.Size;
        byte[] entry = new byte[SampleCache.EntryBytes];
        BinaryPrimitives.WriteInt64LittleEndian(entry, _stream.Position);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(8), record.Length);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(12), size.Tokens);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(16), size.LabelledTokens);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(20), SampleRecord.Checksum(record));
        _stream.Write(record);
        _index.Add(entry);
    }

    /// <summary>Puts the cache in its place, flushed to the disk. Nothing can be added afterwards.</summary>
    public void Complete()
    {
        long start = _stream.Position;
        foreach (byte[] entry in _index)
            _stream.Write(entry);
        WriteNumber(start);
        WriteNumber(_index.Count);
        WriteNumber((long)SampleCache.Signature);
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_temporary, _path, overwrite: true);
        _complete = true;
    }

    /// <summary>Removes what was written, unless it is complete.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        if (!_complete)
            File.Delete(_temporary);
    }

    private void WriteNumber(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _stream.Write(bytes);
    }
}
