using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using PhiVisionML.Model.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Weights;

/// <summary>Writes safetensors files, whole or not at all.</summary>
public static class SafetensorsWriter
{
    private const int Chunk = 16 << 20;

    /// <summary>Writes a file beside its place and moves it there, so that a reader never sees half of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Names and tensors, written in this order; moved to the CPU one at a time.</param>
    /// <param name="metadata">Free text entries for the header.</param>
    public static void Write(string path, IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        string temporary = path + ".tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                Write(stream, tensors, metadata);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="tensors">Names and tensors, written in this order; moved to the CPU one at a time.</param>
    /// <param name="metadata">Free text entries for the header.</param>
    public static void Write(Stream stream, IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        byte[] header = Header(tensors, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, tensor) in tensors)
            WriteData(stream, tensor);
    }

    private static byte[] Header(IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var root = new JsonObject();
        if (metadata is { Count: > 0 })
            root["__metadata__"] = new JsonObject(metadata.Select(m => KeyValuePair.Create<string, JsonNode?>(m.Key, m.Value)));
        long offset = 0;
        foreach (var (name, tensor) in tensors)
        {
            long bytes = tensor.numel() * tensor.dtype.ElementSize();
            root.Add(name, new JsonObject
            {
                ["dtype"] = SafetensorsEntry.NameOf(tensor.dtype),
                ["shape"] = new JsonArray([.. tensor.shape.Select(s => JsonValue.Create(s))]),
                ["data_offsets"] = new JsonArray(offset, offset + bytes),
            });
            offset += bytes;
        }

        byte[] text = JsonSerializer.SerializeToUtf8Bytes(root);
        int padded = (text.Length + 7) / 8 * 8;   // data starts on a multiple of 8
        byte[] header = new byte[padded];
        text.CopyTo(header, 0);
        header.AsSpan(text.Length).Fill((byte)' ');
        return header;
    }

    private static unsafe void WriteData(Stream stream, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var source = tensor.detach().cpu().contiguous();
        byte* data = AtenOps.DataPointer(source);
        long bytes = source.numel() * source.dtype.ElementSize();
        for (long done = 0; done < bytes; done += Chunk)
            stream.Write(new ReadOnlySpan<byte>(data + done, (int)Math.Min(Chunk, bytes - done)));
        GC.KeepAlive(source);
    }
}
