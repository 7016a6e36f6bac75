using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Weights;

/// <summary>One tensor's line in a safetensors header.</summary>
/// <param name="DType">Element type.</param>
/// <param name="Shape">Sizes.</param>
/// <param name="Start">First byte, counted from the end of the header.</param>
/// <param name="Length">Number of bytes.</param>
public sealed record SafetensorsEntry(ScalarType DType, long[] Shape, long Start, long Length)
{
    private static readonly Dictionary<string, ScalarType> Types = new(StringComparer.Ordinal)
    {
        ["F64"] = ScalarType.Float64,
        ["F32"] = ScalarType.Float32,
        ["F16"] = ScalarType.Float16,
        ["BF16"] = ScalarType.BFloat16,
        ["I64"] = ScalarType.Int64,
        ["I32"] = ScalarType.Int32,
        ["I16"] = ScalarType.Int16,
        ["I8"] = ScalarType.Int8,
        ["U8"] = ScalarType.Byte,
        ["BOOL"] = ScalarType.Bool,
    };

    internal static string NameOf(ScalarType type) => Types.FirstOrDefault(t => t.Value == type).Key ?? throw new CheckpointException($"Tensors of type {type} cannot be saved as safetensors.");

    internal static SafetensorsEntry Read(JsonElement element, string name)
    {
        string type = element.GetProperty("dtype").GetString()!;
        if (!Types.TryGetValue(type, out var dtype))
            throw new CheckpointException($"{name} is of type {type}, which is not supported; supported: {string.Join(", ", Types.Keys)}.");
        long[] shape = [.. element.GetProperty("shape").EnumerateArray().Select(v => v.GetInt64())];
        var offsets = element.GetProperty("data_offsets");
        long start = offsets[0].GetInt64(), length = offsets[1].GetInt64() - start;
        long expected = shape.Aggregate((long)dtype.ElementSize(), (a, b) => checked(a * b));
        if (start < 0 || length != expected || shape.Any(s => s < 0))
            throw new CheckpointException($"{name}: shape [{string.Join(", ", shape)}] of {type} needs {expected} bytes, but the header gives it {length} from {start}.");
        return new SafetensorsEntry(dtype, shape, start, length);
    }
}
