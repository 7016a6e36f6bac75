using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace PhiVisionML.Model.Tests.Images;

/// <summary>Reads float32 tensors of a safetensors file.</summary>
internal sealed class GoldenTensors
{
    private readonly byte[] _file;
    private readonly int _start;
    private readonly JsonElement _header;

    public GoldenTensors(string path)
    {
        _file = File.ReadAllBytes(path);
        int headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(_file);
        _start = 8 + headerLength;
        using JsonDocument document = JsonDocument.Parse(_file.AsMemory(8, headerLength));
        _header = document.RootElement.Clone();
    }

    public float[] this[string name]
    {
        get
        {
            JsonElement offsets = _header.GetProperty(name).GetProperty("data_offsets");
            return MemoryMarshal.Cast<byte, float>(_file.AsSpan(_start)[offsets[0].GetInt32()..offsets[1].GetInt32()]).ToArray();
        }
    }
}
