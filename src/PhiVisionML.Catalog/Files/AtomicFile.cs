namespace PhiVisionML.Catalog.Files;

/// <summary>Writes files that are either there as a whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>Writes to a temporary file beside the target, flushes it to the disk and moves it over the target.</summary>
    /// <param name="path">The target; its folder is made if need be, an existing file is replaced.</param>
    /// <param name="write">Writes the content. If it throws, the target stays as it was and nothing is left beside it.</param>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Write(path, Path.GetDirectoryName(Path.GetFullPath(path))!, write);
    }

    /// <summary>Writes to a temporary file in a folder of its own, which may be emptied of what a killed process left there; else as the other.</summary>
    /// <param name="path">The target; its folder is made if need be, an existing file is replaced.</param>
    /// <param name="temporaryFolder">The folder of the temporary file, on the target's disk; is made if need be.</param>
    /// <param name="write">Writes the content. If it throws, the target stays as it was and the temporary file is removed.</param>
    public static void Write(string path, string temporaryFolder, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentException.ThrowIfNullOrWhiteSpace(temporaryFolder);
        ArgumentNullException.ThrowIfNull(write);
        var target = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        Directory.CreateDirectory(temporaryFolder);
        var temporary = Path.Combine(temporaryFolder, $"{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
