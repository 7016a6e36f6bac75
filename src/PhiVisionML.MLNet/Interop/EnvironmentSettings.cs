namespace PhiVisionML.MLNet.Interop;

/// <summary>What the user set on the <c>MLContext</c> and what matters here.</summary>
/// <param name="GpuDeviceId">The index of the GPU to use; null means the CPU.</param>
/// <param name="FallbackToCpu">Whether the CPU may stand in for a GPU that is not there. A new context says no.</param>
/// <param name="Seed">The seed of the context's randomness, if one was given.</param>
/// <param name="TempFilePath">The folder for temporary files.</param>
internal sealed record EnvironmentSettings(int? GpuDeviceId, bool FallbackToCpu, int? Seed, string TempFilePath);
