namespace PhiVisionML.Downloads.Files;

/// <summary>Keeps a second process out of a folder. The system gives it up with the process, however that ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private const int WouldBlockOnLinux = 11, WouldBlockOnMac = 35, SharingViolation = unchecked((int)0x80070020);

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock of a folder if it is free.</summary>
    /// <param name="path">The file that stands for the folder; is made if need be and stays.</param>
    /// <returns>The lock, given up when disposed; <c>null</c> if another process has it.</returns>
    /// <exception cref="IOException">The file cannot be made or opened, as on a full disk.</exception>
    public static FolderLock? TryTake(string path)
    {
        try
        {
            return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (error.HResult is WouldBlockOnLinux or WouldBlockOnMac or SharingViolation)
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
