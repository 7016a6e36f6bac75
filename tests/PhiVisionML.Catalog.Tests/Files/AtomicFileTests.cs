using PhiVisionML.Catalog.Files;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_unfinished_lies_in_the_folder_for_temporary_files_alone()
    {
        string target = Path.Combine(_folder.Path, "out", "table.csv"), temporary = Path.Combine(_folder.Path, "out", "unfinished");
        AtomicFile.Write(target, temporary, stream =>
        {
            stream.WriteByte(1);
            Assert.Single(Directory.GetFiles(temporary));
            Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "out")));
        });
        Assert.Equal([1], File.ReadAllBytes(target));
        Assert.Empty(Directory.GetFiles(temporary));
    }

    [Fact]
    public void An_error_leaves_the_target_as_it_was_and_nothing_else()
    {
        string target = Path.Combine(_folder.Path, "table.csv"), temporary = Path.Combine(_folder.Path, "unfinished");
        File.WriteAllText(target, "before");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(target, temporary, _ => throw new InvalidOperationException()));
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(target, _ => throw new InvalidOperationException()));
        Assert.Equal("before", File.ReadAllText(target));
        Assert.Equal([target], Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }
}
