using System.Security.Cryptography;
using System.Text;

namespace PhiVisionML.MLNet.Storage;

/// <summary>Short names that models are known by in ledgers: the first 16 hexadecimal digits, lower-case, of a SHA-256.</summary>
public static class ModelFingerprint
{
    private const int Digits = 16;

    // What decides an adapter's answers. base.json and training.json say where it was made and how, which may differ between copies.
    private static readonly string[] AdapterFiles = [SavedModel.ConfigName, AdapterPackage.ConfigName, AdapterPackage.WeightsName];

    /// <summary>
    /// The fingerprint of a saved model. Of a zip, that of its bytes. Of an adapter's folder, that of one line for each of config.json,
    /// adapter_config.json and adapter_model.safetensors that is there, in this order: the file's SHA-256, two spaces, its name, as <c>sha256sum</c> writes them.
    /// </summary>
    /// <param name="path">A zip of <c>mlContext.Model.Save</c>, or an adapter's folder.</param>
    /// <exception cref="FileNotFoundException">There is neither a file nor a folder of that name.</exception>
    /// <exception cref="FormatException">The folder holds none of the files.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static string OfFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path))
            return Sha256(path)[..Digits];
        if (!Directory.Exists(path))
            throw new FileNotFoundException($"There is no model '{Path.GetFullPath(path)}'.");
        string[] names = [.. AdapterFiles.Where(name => File.Exists(Path.Combine(path, name)))];
        return names.Length > 0 ? OfLines(names.Select(name => (Sha256(Path.Combine(path, name)), name)))
            : throw new FormatException($"The folder '{Path.GetFullPath(path)}' has none of {string.Join(", ", AdapterFiles)}: it is no adapter's.");
    }

    /// <summary>The fingerprint of a base model: one line for each of its files, as for an adapter's folder, names in ordinal order.</summary>
    /// <param name="baseModel">The hashes of its files.</param>
    public static string Of(BaseModelFingerprint baseModel)
    {
        ArgumentNullException.ThrowIfNull(baseModel);
        return OfLines(baseModel.Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => (file.Value, file.Key)));
    }

    private static string OfLines(IEnumerable<(string Hash, string Name)> files)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(files.Select(file => $"{file.Hash}  {file.Name}\n")))))[..Digits];

    private static string Sha256(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
