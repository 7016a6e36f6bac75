using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Microsoft.Win32.SafeHandles;

namespace PhiVisionML.Model.Native;

/// <summary>
/// The one door to libtorch: finds it, loads it, and mends what keeps TorchSharp's native part from loading.
/// </summary>
/// <remarks>
/// <see cref="EnsureLoaded"/> must run before any TorchSharp type is touched. A module initializer in this assembly, and one
/// that the package compiles into applications, see to it; calling it again is free.
/// Environment variables: <c>PHIVISION_LIBTORCH</c> names a folder with another libtorch (for example that of a PyTorch
/// installation with CUDA); <c>PHIVISION_NATIVE_PATCH=off</c> forbids the in-memory patch of libLibTorchSharp.so.
/// </remarks>
public static class TorchRuntime
{
    /// <summary>The environment variable that names a folder with a libtorch of one's own.</summary>
    public const string FolderVariable = "PHIVISION_LIBTORCH";

    private const string PatchVariable = "PHIVISION_NATIVE_PATCH";
    private const string Bridge = "libLibTorchSharp.so";

    // In the order in which they need each other; the CUDA ones are there only in a CUDA libtorch.
    private static readonly string[] Libraries = ["libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];

    private static readonly Lazy<LoadResult> Loaded = new(Load, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>One sentence on what was loaded from where, for a log.</summary>
    public static string Status => Loaded.Value.Message;

    /// <summary>Whether libLibTorchSharp.so had to be patched in memory to load on this system.</summary>
    public static bool Patched => Loaded.Value.Patched;

    /// <summary>Loads libtorch. Cheap after the first call; safe from any thread.</summary>
    /// <exception cref="DllNotFoundException">No libtorch could be loaded; the message names the package to add and the places searched.</exception>
    public static void EnsureLoaded()
    {
        if (Loaded.Value.Failed)
            throw new DllNotFoundException(Loaded.Value.Message);
    }

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "TorchSharp must not be touched before its native library is loaded; see remarks of the class.")]
    internal static void LoadWithAssembly() => _ = Loaded.Value;

    private static LoadResult Load()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return new("libtorch is loaded by TorchSharp itself on this platform.");
        try
        {
            return LoadOnLinux();
        }
        catch (Exception e) when (e is DllNotFoundException or IOException or UnauthorizedAccessException)
        {
            RefuseCalls(e.Message);
            return new(e.Message, Failed: true);
        }
    }

    private static LoadResult LoadOnLinux()
    {
        string? own = Environment.GetEnvironmentVariable(FolderVariable);
        string[] bundled = BundledFolders();
        string[] folders = string.IsNullOrWhiteSpace(own) ? bundled : [Path.GetFullPath(own)];

        string bridge = Find(bundled, Bridge) ?? throw new DllNotFoundException(
            $"{Bridge} (the native part of TorchSharp) was not found. Looked in: {string.Join(", ", bundled)}. Add the package TorchSharp to the application.");
        if (Find(folders, "libtorch_cpu.so") is null)
            throw new DllNotFoundException(NotFound(own, folders));

        string source = "";
        foreach (string library in Libraries)
        {
            if (Find(folders, library) is not { } path)
                continue;
            NativeLibrary.Load(path);   // a later request for the same SONAME is served by this one
            source = Path.GetDirectoryName(path)!;
        }

        KeepFreedMemory();
        if (NativeLibrary.TryLoad(bridge, out _))
            return new($"libtorch loaded from {source}.");
        LoadPatched(bridge);
        return new($"libtorch loaded from {source}; {Bridge} was patched in memory, because this system's libstdc++ has no GLIBCXX_3.4.32.", Patched: true);
    }

    // A program that goes straight to TorchSharp gets the same sentence. TorchSharp first looks whether the library is there
    // (which raises the event) and, told no, would copy half a gigabyte beside the application in a search of its own: so it
    // is told yes, and its calls are refused.
    private static void RefuseCalls(string reason)
    {
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, library) => IsBridge(library) ? NativeLibrary.GetMainProgramHandle() : 0;
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(TorchSharp.torch).Assembly, (library, _, _) => IsBridge(library) ? throw new DllNotFoundException(reason) : 0);
        }
        catch (InvalidOperationException)
        {
            // the application has set a resolver of its own
        }
    }

    private static bool IsBridge(string library) => library is "LibTorchSharp" or "libLibTorchSharp";

    private static string NotFound(string? own, string[] folders) => string.IsNullOrWhiteSpace(own)
        ? $"No libtorch was found. Add the package TorchSharp-cpu (or TorchSharp-cuda-linux for an NVIDIA GPU) to the application, or set {FolderVariable} to a folder that holds libtorch_cpu.so. Looked in: {string.Join(", ", folders)}."
        : $"{FolderVariable} is '{own}', but there is no libtorch_cpu.so in it. Name the folder that holds libtorch_cpu.so (of a PyTorch installation: torch/lib), or unset the variable and add the package TorchSharp-cpu.";

    private static string[] BundledFolders()
    {
        string search = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        string here = AppContext.BaseDirectory;
        return [.. search.Split(':', StringSplitOptions.RemoveEmptyEntries).Append(here).Append(Path.Combine(here, "runtimes", "linux-x64", "native")).Distinct()];
    }

    private static string? Find(IEnumerable<string> folders, string file) => folders.Select(f => Path.Combine(f, file)).FirstOrDefault(File.Exists);

    private static void LoadPatched(string path)
    {
        byte[] image = File.ReadAllBytes(path);
        bool forbidden = Environment.GetEnvironmentVariable(PatchVariable) == "off";
        if (forbidden || !LibTorchSharpPatch.TryApply(image))
            NativeLibrary.Load(path);   // throws with the loader's own words
        nint handle = LoadFromMemory(image);
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) => IsBridge(name) ? handle : 0;
    }

    private static nint LoadFromMemory(byte[] image)
    {
        int descriptor = memfd_create(Bridge, 0);
        if (descriptor < 0)
            return LoadFromTemporaryFile(image);
        using var file = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.Write(file, image, 0);
        return NativeLibrary.Load($"/proc/self/fd/{descriptor}");
    }

    private static nint LoadFromTemporaryFile(byte[] image)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.so");
        try
        {
            File.WriteAllBytes(path, image);
            return NativeLibrary.Load(path);
        }
        finally
        {
            File.Delete(path);   // the mapping stays
        }
    }

    // glibc gives large blocks back to the system at every free and faults them in again: 2-3 times slower for large tensors.
    private static void KeepFreedMemory()
    {
        const int trimThreshold = -1, mmapThreshold = -3;
        try
        {
            _ = mallopt(mmapThreshold, 1 << 30);
            _ = mallopt(trimThreshold, int.MaxValue);
        }
        catch (EntryPointNotFoundException)
        {
            // not glibc: nothing to tune
        }
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int memfd_create([MarshalAs(UnmanagedType.LPUTF8Str)] string name, uint flags);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int mallopt(int parameter, int value);

    private sealed record LoadResult(string Message, bool Patched = false, bool Failed = false);
}
