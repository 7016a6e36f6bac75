using System.Diagnostics;
using System.Runtime.InteropServices;
using PhiVisionML.Model.Native;
using Xunit;

namespace PhiVisionML.Model.Tests.Native;

/// <summary>libtorch is loaded once a process, so each of these runs <see cref="TorchRuntimeTests"/> in a process of its own, in a copy of this application.</summary>
public sealed class TorchRuntimeProcessTests : IDisposable
{
    private readonly string _application = Directory.CreateTempSubdirectory("phivision-app").FullName;
    private readonly string _other = Directory.CreateTempSubdirectory("phivision-other").FullName;

    public TorchRuntimeProcessTests()
    {
        // without its .deps.json an application takes what lies beside it, and nothing from the package cache
        foreach (string pattern in (string[])["*.dll", "*.runtimeconfig.json", "libLibTorchSharp.so"])
            foreach (string file in Directory.GetFiles(AppContext.BaseDirectory, pattern))
                File.Copy(file, Path.Combine(_application, Path.GetFileName(file)));
    }

    public void Dispose()
    {
        Directory.Delete(_application, recursive: true);
        Directory.Delete(_other, recursive: true);
    }

    [Fact]
    public void A_libtorch_of_ones_own_is_used()
    {
        LinkLibtorch(_other);
        var (code, output) = Run((TorchRuntime.FolderVariable, _other));
        Assert.True(code == 0, output);
    }

    [Fact]
    public void A_libtorch_of_ones_own_goes_before_the_one_that_came_along()
    {
        LinkLibtorch(_application);
        Damage(_application);
        LinkLibtorch(_other);
        var (code, output) = Run((TorchRuntime.FolderVariable, _other));
        Assert.True(code == 0, output);
    }

    [Fact]
    public void A_folder_without_libtorch_is_refused_though_one_came_along()
    {
        LinkLibtorch(_application);
        AssertFails($"PHIVISION_LIBTORCH is '{_other}', but there is no libtorch_cpu.so in it.", (TorchRuntime.FolderVariable, _other));
    }

    [Fact]
    public void An_application_without_libtorch_is_told_which_package_to_add()
        => AssertFails("No libtorch was found. Add the package TorchSharp-cpu");

    [Fact]
    public void A_damaged_libtorch_is_named()
    {
        LinkLibtorch(_other);
        Damage(_other);
        AssertFails($"{_other}/libtorch_cpu.so: invalid ELF header", (TorchRuntime.FolderVariable, _other));
    }

    [Fact]
    public void With_the_patch_forbidden_the_loader_says_what_is_missing()
    {
        if (!TorchRuntime.Patched)
            Assert.Skip("Needs a system whose libstdc++ lacks GLIBCXX_3.4.32, as Debian 12's does.");
        LinkLibtorch(_application);
        AssertFails("version `GLIBCXX_3.4.32' not found", ("PHIVISION_NATIVE_PATCH", "off"));
    }

    // Both a caller of ours and one that goes straight to TorchSharp get the sentence, and TorchSharp's own search, which
    // would copy half a gigabyte beside the application, does not start.
    private void AssertFails(string sentence, params (string Name, string Value)[] environment)
    {
        string[] before = Files();
        var (code, output) = Run(environment);
        Assert.NotEqual(0, code);
        string[] failures = output.Split("[FAIL]")[1..];
        Assert.Equal(2, failures.Length);
        Assert.All(failures, f => Assert.Contains(sentence, f, StringComparison.Ordinal));
        Assert.Equal(before, Files());
    }

    private string[] Files() => [.. Directory.GetFileSystemEntries(_application, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static void LinkLibtorch(string folder)
    {
        string from = Path.GetDirectoryName(Process.GetCurrentProcess().Modules.Cast<ProcessModule>().First(m => m.ModuleName == "libtorch_cpu.so").FileName)!;
        foreach (string library in Directory.GetFiles(from, "*.so*").Where(f => Path.GetFileName(f) is not ("libLibTorchSharp.so" or "libSkiaSharp.so")))
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(library)), library);
    }

    private static void Damage(string folder)
    {
        string library = Path.Combine(folder, "libtorch_cpu.so");
        File.Delete(library);   // the link
        File.WriteAllText(library, "Not a library. It is long enough for a header, though: sixty-four bytes and more.");
    }

    private (int Code, string Output) Run(params (string Name, string Value)[] environment)
    {
        string dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var start = new ProcessStartInfo(dotnet, ["exec", Path.Combine(_application, "PhiVisionML.Model.Tests.dll"), "-noColor", "-class", typeof(TorchRuntimeTests).FullName!])
        {
            RedirectStandardOutput = true,
        };
        start.Environment.Remove(TorchRuntime.FolderVariable);
        start.Environment.Remove("PHIVISION_NATIVE_PATCH");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
