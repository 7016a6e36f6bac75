using System.Security.Cryptography;

namespace PhiVisionML.MLNet.Storage;

/// <summary>A LoRA adapter under PEFT's two file names. Here they are bytes; the network gives them their meaning.</summary>
/// <param name="Config">The bytes of adapter_config.json.</param>
/// <param name="Weights">The bytes of adapter_model.safetensors.</param>
internal sealed record AdapterPackage(ReadOnlyMemory<byte> Config, ReadOnlyMemory<byte> Weights)
{
    public const string ConfigName = "adapter_config.json";
    public const string WeightsName = "adapter_model.safetensors";

    /// <summary>SHA-256 of the weights, in lower-case hexadecimal.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Weights.Span));

    public void Write(IModelWriter writer)
    {
        writer.Write(ConfigName, stream => stream.Write(Config.Span));
        writer.Write(WeightsName, stream => stream.Write(Weights.Span));
    }

    /// <exception cref="FormatException">One of the files is missing, or too large for one array.</exception>
    public static AdapterPackage Read(IModelReader reader) => new(ReadAll(reader, ConfigName), ReadAll(reader, WeightsName));

    private static byte[] ReadAll(IModelReader reader, string name)
    {
        byte[] bytes = [];
        bool found = reader.TryRead(name, stream =>
        {
            if (stream.Length > Array.MaxLength)
                throw new FormatException($"{name} in {reader.Location} has {stream.Length} bytes; an adapter may have {Array.MaxLength}.");
            bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
        });
        return found ? bytes : throw new FormatException($"There is no {name} in {reader.Location}: it is incomplete, or not an adapter.");
    }
}
