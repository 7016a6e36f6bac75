using PhiVisionML.Training.Samples;
using Xunit;

namespace PhiVisionML.Training.Tests.Samples;

public class SampleCacheTests
{
    [Fact]
    public void Rows_come_back_as_they_were_in_any_order()
    {
        using var folder = new TemporaryFolder();
        var rows = ColourTask.Rows(9);
        Write(folder["rows.cache"], rows);
        using var cache = SampleCache.Open(folder["rows.cache"]);
        Assert.Equal(9, cache.Count);
        foreach (int i in new[] { 8, 0, 4, 4, 7 })
        {
            TrainingSample expected = rows.Get(i), actual = cache.Get(i);
            Assert.Equal(rows.Size(i), cache.Size(i));
            Assert.Equal(rows.Checksum(i), cache.Checksum(i));
            Assert.Equal(expected.Id, actual.Id);
            Assert.Equal(expected.Ids, actual.Ids);
            Assert.Equal(expected.Labels, actual.Labels);
            Assert.Equal(expected.Pictures[0].Layout, actual.Pictures[0].Layout);
            Assert.Equal(expected.Pictures[0].Pixels.ToArray(), actual.Pictures[0].Pixels.ToArray());
        }
    }

    [Fact]
    public void An_unfinished_cache_leaves_no_file_and_the_old_one_untouched()
    {
        using var folder = new TemporaryFolder();
        Write(folder["rows.cache"], ColourTask.Rows(3));
        using (var writer = new SampleCacheWriter(folder["rows.cache"]))
            writer.Add(ColourTask.Row(1, 1));
        using var cache = SampleCache.Open(folder["rows.cache"]);
        Assert.Equal(3, cache.Count);
        Assert.Single(Directory.GetFiles(folder["."]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(5000)]
    public void A_truncated_cache_is_refused(int length)
    {
        using var folder = new TemporaryFolder();
        Write(folder["rows.cache"], ColourTask.Rows(3));
        File.WriteAllBytes(folder["rows.cache"], File.ReadAllBytes(folder["rows.cache"])[..length]);
        Assert.Throws<InvalidDataException>(() => SampleCache.Open(folder["rows.cache"]));
    }

    [Fact]
    public void A_changed_byte_is_noticed_when_its_row_is_read()
    {
        using var folder = new TemporaryFolder();
        Write(folder["rows.cache"], ColourTask.Rows(2));
        byte[] bytes = File.ReadAllBytes(folder["rows.cache"]);
        bytes[1000] ^= 1;
        File.WriteAllBytes(folder["rows.cache"], bytes);
        using var cache = SampleCache.Open(folder["rows.cache"]);
        Assert.Contains("row 0", Assert.Throws<InvalidDataException>(() => cache.Get(0)).Message, StringComparison.Ordinal);
        Assert.Equal("row 1", cache.Get(1).Id);
    }

    private static void Write(string path, SampleList rows)
    {
        using var writer = new SampleCacheWriter(path);
        for (int i = 0; i < rows.Count; i++)
            writer.Add(rows.Get(i));
        writer.Complete();
    }
}
