using PhiVisionML.Downloads.Checkpoints;
using PhiVisionML.Downloads.Transport;
using Xunit;

namespace PhiVisionML.Downloads.Tests.Checkpoints;

/// <summary>A folder and quick waits for tests that pull.</summary>
public abstract class PullTests : IDisposable
{
    protected const string Weights = "model.safetensors";

    protected string Folder { get; } = Directory.CreateTempSubdirectory("phivision-pull").FullName;

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected PullOptions Options(FakeHub hub) => new()
    {
        Repository = FakeHub.Repository,
        Folder = Folder,
        Endpoint = hub.Address,
        RangeBytes = 64 << 10,
        Transport = new TransportOptions { FirstDelay = TimeSpan.FromMilliseconds(1), LongestDelay = TimeSpan.FromSeconds(5), StallTimeout = TimeSpan.FromSeconds(5) },
    };

    private protected Task<PullResult> PullAsync(FakeHub hub) => new CheckpointPull(Options(hub)).RunAsync();

    private protected void AssertPulled(FakeHub hub)
    {
        Assert.All(hub.Files, file => Assert.Equal(file.Value, File.ReadAllBytes(Path.Combine(Folder, file.Key))));
        Assert.False(new PullFolder(Folder).IsUnfinished);
    }
}
