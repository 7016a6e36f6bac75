using System.Globalization;
using PhiVisionML.Downloads.Checkpoints;
using Xunit;

namespace PhiVisionML.Downloads.Tests.Checkpoints;

/// <summary>What <see cref="KillTests"/> kills: this test program, started again with an address.</summary>
public class KilledProcess
{
    internal const string AddressVariable = "PHIVISION_TEST_HUB", FolderVariable = "PHIVISION_TEST_FOLDER", RangeVariable = "PHIVISION_TEST_RANGE";

    [Fact(Explicit = true)]
    public async Task Pulls_as_the_environment_says()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(AddressVariable) is null, $"Started by {nameof(KillTests)}, with {AddressVariable}.");
        await new CheckpointPull(new PullOptions
        {
            Repository = FakeHub.Repository,
            Folder = Environment.GetEnvironmentVariable(FolderVariable)!,
            Endpoint = new Uri(Environment.GetEnvironmentVariable(AddressVariable)!),
            RangeBytes = long.Parse(Environment.GetEnvironmentVariable(RangeVariable)!, CultureInfo.InvariantCulture),
            Connections = 4,
        }).RunAsync();
    }
}
