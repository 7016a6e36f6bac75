using System.IO.MemoryMappedFiles;
using System.Text.Json;
using PhiVisionML.Model.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Weights;

/// <summary>A memory-mapped safetensors file: tensors are views of the file, nothing is copied until it is used.</summary>
/// <remarks>
/// Format: 8 bytes little-endian header length, JSON header, data. The tensors handed out stay valid until the file is disposed.
/// They are read-only memory: an in-place operation on one ends the process.
/// </remarks>
public sealed unsafe class SafetensorsFile : IDisposable
{
    private const int LongestHeader = 100_000_000;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Dictionary<string, SafetensorsEntry> _entries;
    private readonly byte* _start;
    private readonly long _dataOffset;

    private SafetensorsFile(string path, MemoryMappedFile file, MemoryMappedViewAccessor view, byte* start, long length)
    {
        Path = path;
        _file = file;
        _view = view;
        _start = start;
        (_entries, _dataOffset, Metadata) = ReadHeader(path, start, length);
    }

    /// <summary>The file's path.</summary>
    public string Path { get; }

    /// <summary>The tensors' names, types, shapes and places, in the header's order.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => _entries;

    /// <summary>The header's free text entries (<c>__metadata__</c>).</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Maps a file and reads its header.</summary>
    /// <exception cref="CheckpointException">The file is truncated or not in this format.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static SafetensorsFile Open(string path)
    {
        long length = new FileInfo(path).Length;
        if (length < 10)
            throw new CheckpointException($"{path} has {length} bytes; a safetensors file has at least 10. Download it again.");
        var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        var view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* pointer = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        try
        {
            return new SafetensorsFile(path, file, view, pointer + view.PointerOffset, length);
        }
        catch
        {
            Release(view, file);
            throw;
        }
    }

    /// <summary>A tensor that reads the mapped file.</summary>
    /// <exception cref="KeyNotFoundException">The file holds no tensor of that name.</exception>
    public Tensor View(string name)
    {
        var entry = _entries.TryGetValue(name, out var found) ? found : throw new KeyNotFoundException($"{Path} holds no tensor '{name}'.");
        byte* data = _start + _dataOffset + entry.Start;
        if ((nint)data % entry.DType.ElementSize() == 0)
            return AtenOps.FromBlob(data, entry.DType, entry.Shape);

        var copy = empty(entry.Shape, dtype: entry.DType);
        Buffer.MemoryCopy(data, AtenOps.DataPointer(copy), entry.Length, entry.Length);
        return copy;
    }

    /// <summary>Unmaps the file. Tensors handed out must not be used afterwards.</summary>
    public void Dispose() => Release(_view, _file);

    private static void Release(MemoryMappedViewAccessor view, MemoryMappedFile file)
    {
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
    }

    private static (Dictionary<string, SafetensorsEntry>, long DataOffset, Dictionary<string, string> Metadata) ReadHeader(string path, byte* start, long length)
    {
        long header = *(long*)start;
        if (header is < 2 or > LongestHeader || header > length - 8)
            throw new CheckpointException($"{path}: the header says that it has {header} bytes, but the file has {length}. The file is truncated or not a safetensors file; download it again.");

        try
        {
            using var json = JsonDocument.Parse(new ReadOnlySpan<byte>(start + 8, (int)header).ToArray());
            var entries = new Dictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var property in json.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__")
                {
                    foreach (var item in property.Value.EnumerateObject())
                        metadata[item.Name] = item.Value.ToString();
                }
                else
                {
                    var entry = SafetensorsEntry.Read(property.Value, $"{path}: {property.Name}");
                    if (entry.Start + entry.Length > length - 8 - header)
                        throw new CheckpointException($"{path}: tensor '{property.Name}' ends at byte {8 + header + entry.Start + entry.Length}, but the file has {length}. The file is truncated; download it again.");
                    entries.Add(property.Name, entry);
                }
            }

            return (entries, 8 + header, metadata);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or KeyNotFoundException or FormatException or OverflowException)
        {
            throw new CheckpointException($"{path}: the header is not what a safetensors file holds ({e.Message}).", e);
        }
    }
}
