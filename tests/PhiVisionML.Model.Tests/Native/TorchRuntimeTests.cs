using PhiVisionML.Model.Native;
using TorchSharp;
using Xunit;

namespace PhiVisionML.Model.Tests.Native;

/// <summary>Run in this process, and by <see cref="TorchRuntimeProcessTests"/> in others with other surroundings.</summary>
public class TorchRuntimeTests
{
    [Fact]
    public void The_status_names_the_folder_that_libtorch_came_from()
    {
        TorchRuntime.EnsureLoaded();
        string folder = Environment.GetEnvironmentVariable(TorchRuntime.FolderVariable) is { Length: > 0 } own ? Path.GetFullPath(own) : AppContext.BaseDirectory;
        Assert.StartsWith($"libtorch loaded from {Path.TrimEndingDirectorySeparator(folder)}", TorchRuntime.Status, StringComparison.Ordinal);
        Assert.Equal(TorchRuntime.Patched, TorchRuntime.Status.Contains("GLIBCXX_3.4.32", StringComparison.Ordinal));
    }

    [Fact]
    public void TorchSharp_works_without_further_ado()
    {
        using var two = torch.ones(2).sum();
        Assert.Equal(2f, two.item<float>());
    }
}
