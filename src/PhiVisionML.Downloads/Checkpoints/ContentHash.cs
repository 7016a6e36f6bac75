using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>The hash that a repository knows a content by.</summary>
/// <param name="Hex">Lower-case hexadecimal: 64 digits of SHA-256 over the content (files in large file storage), or 40 of git's SHA-1 over <c>blob</c>, length and content (all others).</param>
public sealed partial record ContentHash(string Hex)
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Whether this is the SHA-256 of the content.</summary>
    public bool IsSha256 => Hex.Length == 64;

    /// <summary>Reads a hash as servers and lists write it.</summary>
    /// <param name="text">Hexadecimal digits.</param>
    /// <exception cref="PullException">It is neither of the two hashes.</exception>
    public static ContentHash Parse(string? text) => text is not null && Digits().IsMatch(text)
        ? new ContentHash(text)
        : throw new PullException($"'{text}' is neither a SHA-256 (64 hexadecimal digits) nor a git SHA-1 (40).");

    /// <summary>The hash of the same kind of a file on the disk.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Ends the reading.</param>
    internal ContentHash Of(string path, CancellationToken cancellation)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(IsSha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        if (!IsSha256)
            hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {RandomAccess.GetLength(file)}\0")));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long position = 0;
            for (int read; (read = RandomAccess.Read(file, buffer, position)) > 0; position += read)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return new ContentHash(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <inheritdoc/>
    public override string ToString() => Hex;

    [GeneratedRegex(@"^(?:[0-9a-f]{40}|[0-9a-f]{64})\z")]
    private static partial Regex Digits();
}
