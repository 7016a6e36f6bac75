using System.Security.Cryptography;
using PhiVisionML.Catalog.Files;

namespace PhiVisionML.Downloads.Pictures;

/// <summary>Pictures in files that are named after the SHA-256 of their bytes: <c>images/ab/abcdef….jpg</c>. The same bytes are stored once.</summary>
internal sealed class PictureStore
{
    private const string Images = "images";

    private readonly string _folder;

    /// <summary>Makes the store in a folder, and removes what a killed process left unfinished.</summary>
    public PictureStore(string folder)
    {
        _folder = folder;
        Unfinished = Path.Combine(folder, Images, ".unfinished");
        Directory.CreateDirectory(Unfinished);
        foreach (var file in Directory.EnumerateFiles(Unfinished)) File.Delete(file);
    }

    /// <summary>The folder for files while they are written; it is emptied when a store is made.</summary>
    public string Unfinished { get; }

    /// <summary>Stores a picture, on the disk when this returns.</summary>
    /// <param name="bytes">The picture.</param>
    /// <param name="extension">Of its file, without a dot.</param>
    /// <returns>The hash in lower-case hexadecimal digits, and the file relative to the folder, with slashes.</returns>
    /// <exception cref="IOException">The file could not be written; there is no part of it.</exception>
    public (string Sha256, string File) Put(ReadOnlyMemory<byte> bytes, string extension)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        var file = $"{Images}/{hash[..2]}/{hash}.{extension}";
        if (!Has(file, bytes.Length)) AtomicFile.Write(Path.Combine(_folder, file), Unfinished, stream => stream.Write(bytes.Span));
        return (hash, file);
    }

    /// <summary>Whether a picture is there with all its bytes.</summary>
    public bool Has(string file, long length) => new FileInfo(Path.Combine(_folder, file)) is { Exists: true } info && info.Length == length;
}
