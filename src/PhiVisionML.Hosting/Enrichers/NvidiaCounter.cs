using System.Runtime.InteropServices;

namespace PhiVisionML.Hosting.Enrichers;

/// <summary>The counter of an NVIDIA GPU (Volta and later), by the driver's own library, NVML. It begins when the driver is loaded.</summary>
/// <remarks>NVIDIA, "NVML API Reference", nvmlDeviceGetTotalEnergyConsumption.</remarks>
internal sealed class NvidiaCounter : IEnergyCounter
{
    /// <summary>The library, which comes with the driver.</summary>
    public const string DefaultLibrary = "libnvidia-ml.so.1";

    private const int Success = 0, MicrojoulesPerMillijoule = 1000;

    private readonly GetTotalEnergyConsumption _read;
    private readonly nint _device;

    private NvidiaCounter(GetTotalEnergyConsumption read, nint device) => (_read, _device) = (read, device);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Init();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int GetCount(out uint count);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int GetHandleByIndex(uint index, out nint device);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int GetTotalEnergyConsumption(nint device, out ulong millijoules);

    public long Range => 0;

    public long? Read() => _read(_device, out ulong millijoules) == Success && millijoules <= long.MaxValue / MicrojoulesPerMillijoule ? (long)millijoules * MicrojoulesPerMillijoule : null;

    /// <summary>The counter of the machine's GPU, if there is one GPU: CUDA and NVML number several of them differently.</summary>
    /// <param name="library">The library.</param>
    /// <returns>The counter; <c>null</c> if there is none, or no driver.</returns>
    public static NvidiaCounter? TryOpen(string library = DefaultLibrary)
    {
        if (!NativeLibrary.TryLoad(library, out nint nvml))   // loaded once, and kept: it is asked as long as the program works
            return null;
        if (!TryGet<Init>(nvml, "nvmlInit_v2", out var init) || !TryGet<GetCount>(nvml, "nvmlDeviceGetCount_v2", out var count)
            || !TryGet<GetHandleByIndex>(nvml, "nvmlDeviceGetHandleByIndex_v2", out var find) || !TryGet<GetTotalEnergyConsumption>(nvml, "nvmlDeviceGetTotalEnergyConsumption", out var read))
            return null;
        if (init() != Success || count(out uint devices) != Success || devices != 1 || find(0, out nint device) != Success)
            return null;
        var counter = new NvidiaCounter(read, device);
        return counter.Read() is null ? null : counter;
    }

    private static bool TryGet<T>(nint library, string name, out T function) where T : Delegate
    {
        bool exists = NativeLibrary.TryGetExport(library, name, out nint address);
        function = exists ? Marshal.GetDelegateForFunctionPointer<T>(address) : null!;
        return exists;
    }
}
