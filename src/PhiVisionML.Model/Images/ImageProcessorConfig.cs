using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PhiVisionML.Model.Images;

/// <summary>
/// How pictures are prepared: what a checkpoint's <c>preprocessor_config.json</c> says.
/// The defaults are those of Phi-3-vision-128k-instruct.
/// </summary>
public sealed record ImageProcessorConfig
{
    /// <summary>The only processor type that is known.</summary>
    public const string SupportedType = "Phi3VImageProcessor";

    /// <summary>
    /// The largest number of tiles a picture is cut into, at least 1. More tiles show finer print and cost more tokens:
    /// 16 gives 1,321 to 2,653 tokens a picture, 4 gives 457 to 781, 1 gives 313. Default 16; Phi-3.5-vision has 4.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int NumCrops { get; init => field = AtLeastOne(value, nameof(NumCrops)); } = 16;

    /// <summary>Width and height of a tile and of the global view, in pixels, at least 1. Default 336 (key <c>crop_size</c>, ours).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int CropSize { get; init => field = AtLeastOne(value, nameof(CropSize)); } = 336;

    /// <summary>Tokens of one crop, a square number. Default 144.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not the square of a whole number from 1.</exception>
    public int NumImgTokens
    {
        get;
        init
        {
            int side = (int)Math.Sqrt(AtLeastOne(value, nameof(NumImgTokens)));
            if (side * side != value)
            {
                throw new ArgumentOutOfRangeException(nameof(NumImgTokens), value,
                    $"num_img_tokens is {value}; it must be a square number, as the tokens of a crop form a square ({side * side} and {(side + 1) * (side + 1)} would do).");
            }

            field = value;
        }
    } = 144;

    /// <summary>Tokens along one side of a crop, the root of <see cref="NumImgTokens"/>.</summary>
    public int TokensPerSide => (int)Math.Sqrt(NumImgTokens);

    /// <summary>Subtracted from each channel. Default: CLIP's (0.48145466, 0.4578275, 0.40821073).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public RgbLevels Mean { get; init => field = Finite(value, nameof(Mean)); } = new(0.48145466f, 0.4578275f, 0.40821073f);

    /// <summary>Each channel is divided by it, after the subtraction. Default: CLIP's (0.26862954, 0.26130258, 0.27577711).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite or not above 0.</exception>
    public RgbLevels Std { get; init => field = AboveZero(Finite(value, nameof(Std)), nameof(Std)); } = new(0.26862954f, 0.26130258f, 0.27577711f);

    /// <summary>Reads a <c>preprocessor_config.json</c>.</summary>
    /// <param name="json">The text of the file. A key that is absent takes the default of the published processor (num_crops: 1).</param>
    /// <returns>The configuration.</returns>
    /// <exception cref="InvalidDataException">
    /// The text is not a JSON object, the processor type is not <see cref="SupportedType"/>, or a value is out of range.
    /// </exception>
    public static ImageProcessorConfig FromJson(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return FromJson(document.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException or ArgumentOutOfRangeException)
        {
            throw new InvalidDataException($"preprocessor_config.json cannot be used: {wrong.Message}", wrong);
        }
    }

    /// <summary>The same configuration with another largest number of tiles.</summary>
    /// <param name="numCrops">The largest number of tiles, at least 1.</param>
    /// <returns>The new configuration.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public ImageProcessorConfig WithNumCrops(int numCrops) => this with { NumCrops = numCrops };

    /// <summary>The text of a <c>preprocessor_config.json</c> that says the same.</summary>
    public string ToJson() => new JsonObject
    {
        ["image_processor_type"] = SupportedType,
        ["num_crops"] = NumCrops,
        ["num_img_tokens"] = NumImgTokens,
        ["crop_size"] = CropSize,
        ["image_mean"] = new JsonArray(Mean.Red, Mean.Green, Mean.Blue),
        ["image_std"] = new JsonArray(Std.Red, Std.Green, Std.Blue),
    }.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    private static ImageProcessorConfig FromJson(JsonElement root)
    {
        string? type = root.TryGetProperty("image_processor_type", out JsonElement named) ? named.GetString() : null;
        if (type != SupportedType)
        {
            throw new InvalidDataException(
                $"preprocessor_config.json has image_processor_type '{type}'; only '{SupportedType}' is supported.");
        }

        if (root.TryGetProperty("do_convert_rgb", out JsonElement convert) && !convert.GetBoolean())
            throw new InvalidDataException("preprocessor_config.json has do_convert_rgb false, which is not supported: pictures are always made RGB.");

        ImageProcessorConfig published = new();
        return new ImageProcessorConfig
        {
            NumCrops = Whole(root, "num_crops", 1),
            NumImgTokens = Whole(root, "num_img_tokens", published.NumImgTokens),
            CropSize = Whole(root, "crop_size", published.CropSize),
            Mean = Levels(root, "image_mean", published.Mean),
            Std = Levels(root, "image_std", published.Std),
        };
    }

    private static int Whole(JsonElement root, string key, int absent)
    {
        if (!root.TryGetProperty(key, out JsonElement value))
            return absent;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int whole)
            ? whole
            : throw new FormatException($"{key} is {value.GetRawText()}; a whole number is needed.");
    }

    private static RgbLevels Levels(JsonElement root, string key, RgbLevels absent)
    {
        if (!root.TryGetProperty(key, out JsonElement value))
            return absent;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != 3)
            throw new FormatException($"{key} is {value.GetRawText()}; three numbers are needed, for red, green and blue.");
        return new RgbLevels(value[0].GetSingle(), value[1].GetSingle(), value[2].GetSingle());
    }

    private static int AtLeastOne(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        return value;
    }

    private static RgbLevels Finite(RgbLevels value, string name) =>
        float.IsFinite(value.Red) && float.IsFinite(value.Green) && float.IsFinite(value.Blue)
            ? value
            : throw new ArgumentOutOfRangeException(name, Text(value), "The three numbers must be finite.");

    private static RgbLevels AboveZero(RgbLevels value, string name) =>
        value is { Red: > 0, Green: > 0, Blue: > 0 }
            ? value
            : throw new ArgumentOutOfRangeException(name, Text(value), "The three numbers must be above 0.");

    private static string Text(RgbLevels value) =>
        string.Create(CultureInfo.InvariantCulture, $"({value.Red}, {value.Green}, {value.Blue})");
}
