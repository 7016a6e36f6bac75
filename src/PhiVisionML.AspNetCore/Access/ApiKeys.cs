using System.Security.Cryptography;
using System.Text;

namespace PhiVisionML.AspNetCore.Access;

/// <summary>The keys that open the endpoints, as hashes. Comparing takes as long for a wrong key as for a right one.</summary>
internal sealed class ApiKeys
{
    private readonly byte[][] _hashes;

    /// <param name="keys">The keys.</param>
    /// <exception cref="ArgumentException">A key could never arrive in a header.</exception>
    public ApiKeys(IEnumerable<string> keys)
    {
        string[] all = [.. keys];
        int unusable = Array.FindIndex(all, key => key.Length == 0 || key.Any(c => c is <= ' ' or > '~'));
        if (unusable >= 0)
            throw new ArgumentException($"API key {unusable + 1} of {all.Length} is empty or has a character that a header cannot carry; keys are visible ASCII characters without spaces.", nameof(keys));
        _hashes = [.. all.Distinct().Select(Hash)];
    }

    public bool IsEmpty => _hashes.Length == 0;

    /// <summary>The keys of the options and of their file.</summary>
    /// <param name="keys">Keys.</param>
    /// <param name="file">A file with further keys, one a line; empty lines and those that begin with # do not count. May be null.</param>
    /// <exception cref="ArgumentException">The file has none.</exception>
    public static IReadOnlyList<string> Read(IEnumerable<string> keys, string? file)
    {
        string[] filed = file is null ? [] : [.. File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];
        return file is not null && filed.Length == 0
            ? throw new ArgumentException($"'{file}' has no API key; write one a line.", nameof(file))
            : [.. keys, .. filed];
    }

    public bool Contains(string key)
    {
        byte[] hash = Hash(key);
        bool isThere = false;
        foreach (byte[] known in _hashes)
            isThere |= CryptographicOperations.FixedTimeEquals(known, hash);
        return isThere;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
