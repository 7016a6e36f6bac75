using System.Security.Cryptography;

namespace PhiVisionML.Enrichment.Runs;

/// <summary>Files of pictures.</summary>
public static class PictureFile
{
    /// <summary>SHA-256 of a file in lower-case hexadecimal digits; empty if it cannot be read.</summary>
    /// <param name="path">The file.</param>
    public static string Hash(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";   // whoever looks at the picture says what is wrong with it
        }
    }
}
