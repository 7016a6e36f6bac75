using PhiVisionML.Downloads.Files;
using Xunit;

namespace PhiVisionML.Downloads.Tests.Files;

public sealed class FolderLockTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-lock").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void One_has_it_at_a_time()
    {
        var path = Path.Combine(_folder, "lock");
        using (FolderLock.TryTake(path)) Assert.Null(FolderLock.TryTake(path));
        using var again = FolderLock.TryTake(path);
        Assert.NotNull(again);
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_not_taken_for_another_process()
    {
        var loop = Path.Combine(_folder, "loop");
        File.CreateSymbolicLink(loop, loop);
        Assert.Throws<IOException>(() => FolderLock.TryTake(loop));
    }
}
