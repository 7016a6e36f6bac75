using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Native;

/// <summary>What TorchSharp does not bind, called through libtorch's stable C interface (<c>torch/csrc/inductor/aoti_torch/c/shim.h</c>).</summary>
internal static unsafe partial class AtenOps
{
    private const string Torch = "torch_cpu";

    /// <summary>A CPU tensor over memory that someone else owns, without copying it.</summary>
    /// <param name="data">First element; must stay valid and be aligned to the element's size while the tensor lives.</param>
    /// <param name="dtype">Element type.</param>
    /// <param name="shape">Sizes; the elements are contiguous.</param>
    public static Tensor FromBlob(void* data, ScalarType dtype, ReadOnlySpan<long> shape)
    {
        long* sizes = stackalloc long[Math.Max(1, shape.Length)];
        long* strides = stackalloc long[Math.Max(1, shape.Length)];
        long stride = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            sizes[i] = shape[i];
            strides[i] = stride;
            stride *= shape[i];
        }

        const int cpu = 0, noIndex = -1;
        if (aoti_torch_create_tensor_from_blob(data, shape.Length, sizes, strides, 0, (int)dtype, cpu, noIndex, out nint handle) != 0)
            throw new InvalidOperationException($"libtorch refused a {dtype} tensor of shape [{string.Join(", ", shape.ToArray())}] over mapped memory.");
        return Tensor.UnsafeCreateTensor(handle);
    }

    /// <summary>The address of a CPU tensor's first element. No limit on the element count, unlike <c>Tensor.bytes</c>.</summary>
    public static byte* DataPointer(Tensor tensor)
    {
        if (aoti_torch_get_data_ptr(tensor.Handle, out nint data) != 0)
            throw new InvalidOperationException("libtorch gave no data pointer for the tensor.");
        return (byte*)data;
    }

    [LibraryImport(Torch)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial int aoti_torch_create_tensor_from_blob(void* data, long ndim, long* sizes, long* strides, long offset, int dtype, int deviceType, int deviceIndex, out nint tensor);

    [LibraryImport(Torch)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial int aoti_torch_get_data_ptr(nint tensor, out nint data);
}
