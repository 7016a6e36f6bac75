using Microsoft.ML.Runtime;
using PhiVisionML.MLNet.Interop;
using PhiVisionML.Model.Native;
using TorchSharp;

namespace PhiVisionML.MLNet.Network;

/// <summary>Turns what the <c>MLContext</c> says about GPUs into a device.</summary>
internal static class DeviceChoice
{
    /// <exception cref="InvalidOperationException">A GPU is asked for, is not there, and the CPU may not stand in for it.</exception>
    public static string Of(IHost host, EnvironmentSettings settings)
    {
        if (settings.GpuDeviceId is not { } id)
            return "cpu";
        TorchRuntime.EnsureLoaded();
        int count = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        if (id >= 0 && id < count)
            return $"cuda:{id}";
        var fault = $"MLContext.GpuDeviceId is {id}, but libtorch sees {count} CUDA devices";
        if (!settings.FallbackToCpu)
        {
            throw host.Process(new InvalidOperationException(
                $"{fault}. Bring a CUDA libtorch (TorchBackend=cuda-linux, or the folder of one in {TorchRuntime.FolderVariable}), "
                + "or set MLContext.FallbackToCpu, or leave GpuDeviceId null."));
        }

        using var channel = host.Start("Device");
        channel.Warning(MessageSensitivity.None, "{0}; MLContext.FallbackToCpu lets the CPU stand in.", fault);
        return "cpu";
    }
}
