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
    /// <exception cref="ArgumentException">A key is unusable, or the file has none.</exception>
    public static ApiKeys Of(PhiVisionOpenAIOptions options)
    {
        string[] filed = options.ApiKeyFile is null ? [] : [.. File.ReadLines(options.ApiKeyFile).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];
        return options.ApiKeyFile is not null && filed.Length == 0
            ? throw new ArgumentException($"'{options.ApiKeyFile}' has no API key; write one a line.", nameof(options))
            : new ApiKeys(options.ApiKeys.Concat(filed));
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
