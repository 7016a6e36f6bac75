using System.Text.Json;
using System.Text.Json.Serialization;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Asking;
using PhiVisionML.Catalog.Prompts;
using PhiVisionML.Chat;
using TorchSharp;

namespace PhiVisionML.SemanticKernel.Asking;

/// <summary>
/// An adapter's folder as <c>PhiVisionTransformer.SaveAdapter</c> writes it: the adapter, and beside it the question it was trained on, how
/// it saw pictures, and which base model it belongs to.
/// </summary>
public sealed record TunedAdapter
{
    private const string ConfigName = "config.json", BaseName = "base.json";
    private const int FormatVersion = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly SavedPictures _pictures;
    private readonly string _precision;

    private TunedAdapter(SavedPictures pictures, string precision) => (_pictures, _precision) = (pictures, precision);

    /// <summary>The folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Where the base model lay when the adapter was made; set another folder if it is elsewhere now.</summary>
    public required string BaseModelPath { get; init; }

    /// <summary>What the adapter was trained to answer.</summary>
    public required ProductQuestion Question { get; init; }

    /// <summary>Whether a folder is such an adapter's, and not one that PEFT wrote.</summary>
    /// <param name="folder">A folder.</param>
    public static bool IsAt(string folder) => File.Exists(Path.Combine(folder, BaseName)) && File.Exists(Path.Combine(folder, ConfigName));

    /// <summary>Reads an adapter's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InvalidDataException">The folder holds no such adapter, a newer release wrote it, or it cannot be asked one question about one picture.</exception>
    public static TunedAdapter Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        int version = Read<Header>(folder, ConfigName).FormatVersion;
        if (version != FormatVersion)
            throw new InvalidDataException($"'{Path.Combine(folder, ConfigName)}' has format version {version}; this release reads {FormatVersion}.");
        var settings = Read<Config>(folder, ConfigName).Settings;
        if (settings.Answer is not { } answer)
            throw new InvalidDataException($"The adapter in '{folder}' was trained on free text, so its answers have no fields. Train it with a template.");
        if (settings.PromptTemplate is not { } prompt)
            throw new InvalidDataException($"The adapter in '{folder}' was trained with a prompt for each row; the skill asks one prompt. Train it with a prompt template.");
        if (settings.ImageColumnNames.Count > 1)
            throw new InvalidDataException($"The adapter in '{folder}' was trained on {settings.ImageColumnNames.Count} pictures of each product; the skill shows one.");
        return new TunedAdapter(settings.Pictures, settings.Precision)
        {
            Folder = folder,
            BaseModelPath = Read<BaseReference>(folder, BaseName).Path,
            Question = new ProductQuestion
            {
                Template = AnswerTemplate.Parse(answer.Template),
                Prompt = PromptTemplate.Parse(prompt),
                Choices = answer.Choices,
                Limits = answer.Limits,
                MaxOutputTokens = settings.Generation.MaxNewTokens,
            },
        };
    }

    /// <summary>Sets what a chat client needs to answer as the adapter was trained: base model, adapter, precision, tiles, and how pictures are decoded.</summary>
    /// <param name="options">The chat client's options; what else they hold stays.</param>
    public void Configure(PhiVisionChatClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ModelPath = BaseModelPath;
        options.AdapterPath = Folder;
        options.ApplyExifOrientation = _pictures.ApplyExifOrientation;
        options.BlendAlphaOntoWhite = _pictures.BlendAlphaOntoWhite;
        options.MaxPicturePixels = _pictures.MaxPixels;
        options.ModelOptions = options.ModelOptions with
        {
            NumCrops = _pictures.NumCrops,
            DType = _precision switch
            {
                "fp32" => torch.ScalarType.Float32,
                "bf16" => torch.ScalarType.BFloat16,
                "fp16" => torch.ScalarType.Float16,
                _ => null,
            },
        };
    }

    private static T Read<T>(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<T>(file, Json) ?? throw new InvalidDataException($"'{path}' is damaged: it is null.");
        }
        catch (IOException e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"There is no {name} in '{folder}': it is not an adapter that PhiVisionTransformer.SaveAdapter wrote.", e);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' is damaged: {e.Message}", e);
        }
    }

    private sealed record Header(int FormatVersion);

    private sealed record Config(SavedSettings Settings);

    private sealed record SavedSettings(IReadOnlyList<string> ImageColumnNames, SavedAnswer? Answer, SavedPictures Pictures, SavedGeneration Generation, string Precision, string? PromptTemplate = null);

    private sealed record SavedAnswer(string Template, IReadOnlyDictionary<string, IReadOnlyList<string>> Choices, AnswerLimits Limits);

    private sealed record SavedPictures(int? NumCrops, bool ApplyExifOrientation, bool BlendAlphaOntoWhite, int MaxPixels);

    private sealed record SavedGeneration(int MaxNewTokens);

    private sealed record BaseReference(string Path);
}
