using TorchSharp;
using static TorchSharp.torch;

namespace PhiVisionML.Model;

/// <summary>Where and how precisely a model works.</summary>
public sealed record PhiVisionModelOptions
{
    /// <summary><c>cpu</c> (default), <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Element type of weights and arithmetic; null (default) means float32 on the CPU and bfloat16 on a GPU. Weights stored in the type on a CPU stay in the mapped file.</summary>
    public ScalarType? DType { get; init; }

    /// <summary>Largest number of tiles a picture is cut into; null (default) means what preprocessor_config.json says. Fewer are faster and see less detail.</summary>
    public int? NumCrops { get; init; }

    internal (Device Device, ScalarType DType) Resolve()
    {
        Device device;
        try
        {
            device = new Device(Device);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"Device is '{Device}'; it must be cpu, cuda or cuda:N.", nameof(Device), e);
        }

        if (device.type == DeviceType.CUDA && (!cuda.is_available() || device.index >= cuda.device_count()))
            throw new NotSupportedException($"Device is '{Device}', but libtorch sees {(cuda.is_available() ? cuda.device_count() : 0)} CUDA devices. Build with TorchBackend=cuda-linux or set PHIVISION_LIBTORCH to a CUDA libtorch, or use cpu.");
        var dtype = DType ?? (device.type == DeviceType.CUDA ? ScalarType.BFloat16 : ScalarType.Float32);
        if (dtype is not (ScalarType.Float32 or ScalarType.BFloat16 or ScalarType.Float16))
            throw new NotSupportedException($"DType is {dtype}; it must be Float32, BFloat16 or Float16.");
        return (device, dtype);
    }
}
