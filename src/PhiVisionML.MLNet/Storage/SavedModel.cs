using System.Text.Json;
using System.Text.Json.Serialization;
using PhiVisionML.MLNet.Scoring;

namespace PhiVisionML.MLNet.Storage;

/// <summary>
/// All that is saved of a transformer: config.json (how it scores), base.json (which base model, by fingerprint), the
/// adapter's two files, and training.json (how the adapter was made). The same entries lie in the ML.NET zip and in an
/// adapter's folder, where Python's PEFT reads the adapter's.
/// </summary>
/// <param name="Settings">How it scores.</param>
/// <param name="Base">Which base model it needs.</param>
/// <param name="Adapter">What is laid over the base; null for the base alone.</param>
/// <param name="Training">How the adapter was made; null when that was elsewhere.</param>
internal sealed record SavedModel(ScoringSettings Settings, BaseModelReference Base, AdapterPackage? Adapter, FineTuneReport? Training)
{
    public const string ConfigName = "config.json";
    public const string BaseName = "base.json";
    public const string TrainingName = "training.json";

    /// <summary>The layout that this release writes, and the newest it reads.</summary>
    public const int FormatVersion = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public void Write(IModelWriter writer)
    {
        // The config goes last: a folder that has one is complete.
        writer.Write(BaseName, stream => JsonSerializer.Serialize(stream, Base, Json));
        Adapter?.Write(writer);
        if (Training is not null)
            writer.Write(TrainingName, stream => JsonSerializer.Serialize(stream, Training, Json));
        writer.Write(ConfigName, stream => JsonSerializer.Serialize(stream, new Config(FormatVersion, Adapter?.Sha256, Settings), Json));
    }

    /// <exception cref="FormatException">An entry is missing or damaged, or a newer release wrote it.</exception>
    public static SavedModel Read(IModelReader reader)
    {
        // The version is looked at alone: a newer layout may have other properties beside it.
        int version = ReadJson<Header>(reader, ConfigName).FormatVersion;
        if (version is < 1 or > FormatVersion)
        {
            throw new FormatException(
                $"{ConfigName} in {reader.Location} has format version {version}; this release reads 1 to {FormatVersion}. Update PhiVisionML.MLNet.");
        }

        var config = ReadJson<Config>(reader, ConfigName);
        var baseModel = ReadJson<BaseModelReference>(reader, BaseName);
        var training = reader.TryRead(TrainingName, _ => { }) ? ReadJson<FineTuneReport>(reader, TrainingName) : null;
        return new(config.Settings, baseModel, config.AdapterSha256 is { } hash ? ReadAdapter(reader, hash) : null, training);
    }

    /// <summary>The base model of an adapter; null when the folder does not say, as one of PEFT's does not.</summary>
    /// <exception cref="FormatException">The entry is damaged.</exception>
    public static BaseModelReference? TryReadBase(IModelReader reader)
        => reader.TryRead(BaseName, _ => { }) ? ReadJson<BaseModelReference>(reader, BaseName) : null;

    private static AdapterPackage ReadAdapter(IModelReader reader, string expected)
    {
        var adapter = AdapterPackage.Read(reader);
        return adapter.Sha256 == expected ? adapter : throw new FormatException(
            $"{AdapterPackage.WeightsName} in {reader.Location} is damaged or was exchanged: its SHA-256 is {adapter.Sha256}, {ConfigName} says {expected}.");
    }

    private static T ReadJson<T>(IModelReader reader, string name)
        where T : class
    {
        T? value = null;
        try
        {
            if (!reader.TryRead(name, stream => value = JsonSerializer.Deserialize<T>(stream, Json)))
                throw new FormatException($"There is no {name} in {reader.Location}: it is incomplete, or not a PhiVisionML model.");
        }
        catch (JsonException failure)
        {
            throw new FormatException($"{name} in {reader.Location} is damaged: {failure.Message}", failure);
        }

        return value ?? throw new FormatException($"{name} in {reader.Location} is damaged: it is null.");
    }

    private sealed record Header(int FormatVersion);

    private sealed record Config(int FormatVersion, string? AdapterSha256, ScoringSettings Settings);
}
