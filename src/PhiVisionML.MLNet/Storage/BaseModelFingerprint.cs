using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace PhiVisionML.MLNet.Storage;

/// <summary>
/// What a base model is known again by: a SHA-256 for its configuration, its tokenizer and each file of weights. Small
/// files are hashed whole. Of a large file of weights the length, the safetensors header (names, shapes and places of
/// all tensors) and evenly spread samples of the values are hashed, so that 8 GB are compared in milliseconds.
/// </summary>
/// <param name="Files">The hash of each file, by file name, in lower-case hexadecimal.</param>
public sealed record BaseModelFingerprint(IReadOnlyDictionary<string, string> Files)
{
    /// <summary>Larger files are sampled.</summary>
    internal const int HashedWhole = 64 << 20;

    private const int Samples = 64;
    private const int SampleBytes = 64 << 10;
    private const string IndexName = "model.safetensors.index.json";

    /// <summary>Computes the fingerprint of a model folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="FormatException">The folder holds no model, or a damaged one.</exception>
    public static BaseModelFingerprint Compute(string folder)
    {
        if (!Directory.Exists(folder))
            throw new FormatException("there is no such folder");
        string[] names = [.. SideFiles(folder), .. WeightFiles(folder)];
        return new(names.ToDictionary(name => name, name => Hash(Path.Combine(folder, name))));
    }

    /// <summary>Says how another model differs from this one; null when it doesn't.</summary>
    /// <param name="other">The other model's fingerprint.</param>
    public string? DifferenceTo(BaseModelFingerprint other)
    {
        var missing = Files.Keys.Except(other.Files.Keys).Order(StringComparer.Ordinal).ToList();
        var extra = other.Files.Keys.Except(Files.Keys).Order(StringComparer.Ordinal).ToList();
        var changed = Files.Keys.Where(name => other.Files.TryGetValue(name, out var hash) && hash != Files[name])
            .Order(StringComparer.Ordinal).ToList();
        string[] parts =
        [
            .. missing.Select(name => $"{name} is missing"),
            .. extra.Select(name => $"{name} is not expected"),
            .. changed.Select(name => $"{name} differs"),
        ];
        return parts.Length == 0 ? null : string.Join(", ", parts);
    }

    private static IEnumerable<string> SideFiles(string folder)
    {
        yield return Exists(folder, "config.json") ? "config.json" : throw new FormatException("it has no config.json");
        if (Exists(folder, "preprocessor_config.json"))
            yield return "preprocessor_config.json";
        if (Exists(folder, "tokenizer.json"))
            yield return "tokenizer.json";
        else if (Exists(folder, "tokenizer.model"))
            yield return "tokenizer.model";
    }

    private static List<string> WeightFiles(string folder)
    {
        if (Exists(folder, IndexName))
            return ShardsOf(Path.Combine(folder, IndexName));
        if (Exists(folder, "model.safetensors"))
            return ["model.safetensors"];
        throw new FormatException($"it has neither model.safetensors nor {IndexName}");
    }

    private static List<string> ShardsOf(string index)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(index));
            var shards = json.RootElement.GetProperty("weight_map").EnumerateObject()
                .Select(tensor => Path.GetFileName(tensor.Value.GetString()!)).Distinct().ToList();
            var folder = Path.GetDirectoryName(index)!;
            return shards.Find(shard => !Exists(folder, shard)) is { } missing
                ? throw new FormatException($"{IndexName} names {missing}, which is missing")
                : shards;
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"{IndexName} cannot be read: {failure.Message}", failure);
        }
    }

    private static bool Exists(string folder, string name) => File.Exists(Path.Combine(folder, name));

    private static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(stream.Length <= HashedWhole ? SHA256.HashData(stream) : HashSamples(stream));
    }

    private static byte[] HashSamples(FileStream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(eight, stream.Length);
        hash.AppendData(eight);

        // A safetensors file starts with the length of its header, eight bytes.
        stream.ReadExactly(eight);
        long header = Math.Clamp(BinaryPrimitives.ReadInt64LittleEndian(eight), 0, HashedWhole - 8);
        var buffer = new byte[Math.Max(header + 8, SampleBytes)];
        Append(0, (int)header + 8);
        for (int i = 0; i < Samples; i++)
            Append(header + 8 + (i * (stream.Length - header - 8 - SampleBytes) / (Samples - 1)), SampleBytes);
        return hash.GetHashAndReset();

        void Append(long position, int count)
        {
            stream.Position = position;
            stream.ReadExactly(buffer, 0, count);
            hash.AppendData(buffer, 0, count);
        }
    }
}
