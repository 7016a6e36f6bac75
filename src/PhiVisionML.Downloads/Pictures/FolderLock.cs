namespace PhiVisionML.Downloads.Pictures;

/// <summary>Keeps a second process out of a folder. The system gives it up with the process, however that ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private const string FileName = ".fetch.lock";

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <exception cref="IOException">Another process has the folder.</exception>
    public static FolderLock Take(string folder)
    {
        try
        {
            return new FolderLock(new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (error.GetType() == typeof(IOException))
        {
            throw new IOException($"Another process is fetching into '{folder}'; wait until it ends, or name another folder.", error);
        }
    }

    public void Dispose() => _file.Dispose();
}
