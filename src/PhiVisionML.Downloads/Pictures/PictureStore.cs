using System.Security.Cryptography;

namespace PhiVisionML.Downloads.Pictures;

/// <summary>Pictures in files that are named after the SHA-256 of their bytes: <c>images/ab/abcdef….jpg</c>. The same bytes are stored once.</summary>
internal sealed class PictureStore
{
    private const string Images = "images";
    private const string Unfinished = ".unfinished";

    private readonly string _folder;
    private readonly string _unfinished;

    /// <summary>Makes the store in a folder, and removes what a killed process left unfinished.</summary>
    public PictureStore(string folder)
    {
        _folder = folder;
        _unfinished = Path.Combine(folder, Images, Unfinished);
        Directory.CreateDirectory(_unfinished);
        foreach (var file in Directory.EnumerateFiles(_unfinished)) File.Delete(file);
    }

    /// <summary>Stores a picture, on the disk when this returns.</summary>
    /// <param name="bytes">The picture.</param>
    /// <param name="extension">Of its file, without a dot.</param>
    /// <returns>The hash in lower-case hexadecimal digits, and the file relative to the folder, with slashes.</returns>
    /// <exception cref="IOException">The file could not be written; there is no part of it.</exception>
    public (string Sha256, string File) Put(ReadOnlySpan<byte> bytes, string extension)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var file = $"{Images}/{hash[..2]}/{hash}.{extension}";
        if (Has(file, bytes.Length)) return (hash, file);
        var target = Path.Combine(_folder, file);
        var part = Path.Combine(_unfinished, Path.GetRandomFileName());
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using (var stream = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }
            File.Move(part, target, overwrite: true);
            return (hash, file);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    /// <summary>Whether a picture is there with all its bytes.</summary>
    public bool Has(string file, long length) => new FileInfo(Path.Combine(_folder, file)) is { Exists: true } info && info.Length == length;
}
