using Microsoft.ML;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Model;
using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Lora;
using PhiVisionML.Model.Weights;
using PhiVisionML.Tests;
using SkiaSharp;

namespace PhiVisionML.MLNet.Tests.FineTuning;

/// <summary>A base model that learns in seconds, and a catalog of plain squares: title, category and price follow from the colour.</summary>
public sealed class ColourShop : IDisposable
{
    private const string ConfigJson = """
        {
          "model_type": "phi3_v", "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64, "vocab_size": 576,
          "max_position_embeddings": 256, "original_max_position_embeddings": 256, "pad_token_id": 0, "bos_token_id": 1,
          "embd_layer": { "embedding_cls": "image", "hd_transform_order": "sub_glb", "projection_cls": "mlp", "use_hd_transform": true, "with_learnable_separator": true },
          "rope_scaling": { "type": "su", "short_factor": [1, 1, 1, 1, 1, 1, 1, 1], "long_factor": [1, 1, 1, 1, 1, 1, 1, 1] },
          "img_processor": {
            "name": "clip_vision_model", "image_dim_out": 32, "num_img_tokens": 4,
            "clip_config": { "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64, "image_size": 56, "patch_size": 14 }
          }
        }
        """;

    public static readonly (string Title, string Category, float Price, SKColor Colour)[] Kinds =
    [
        ("red mug", "K1", 10, SKColors.Red), ("green pan", "K2", 25.5f, SKColors.Lime),
        ("blue jug", "K3", 7.25f, SKColors.Blue), ("pale cup", "K1", 99, SKColors.Yellow),
    ];

    public ColourShop()
    {
        Folder = Directory.CreateTempSubdirectory("phivision-tuning-").FullName;
        BaseFolder = WriteBase("base", seed: 5);
        Rows = [.. Enumerable.Range(0, 16).Select(WriteRow)];
    }

    public static AnswerTemplate Template { get; } = AnswerTemplate.Parse("{Title}, {Category:choice}, {Price:price}");

    public string Folder { get; }

    public string BaseFolder { get; }

    public ColourRow[] Rows { get; }

    public static MLContext CreateContext() => new(seed: 1);

    public IDataView Table(MLContext context) => context.Data.LoadFromEnumerable(Rows);

    public PhiVisionFineTuneEstimator.Options Options(Action<PhiVisionFineTuneEstimator.Options>? change = null)
    {
        var options = new PhiVisionFineTuneEstimator.Options
        {
            BaseModelPath = BaseFolder,
            ImageColumnName = "Path",
            ImageFolder = Folder,
            PromptTemplate = "What?",
            Template = Template,
            MaxNewTokens = 48,
            IdColumnName = "Id",
            MaxEpoch = 1,
            LearningRate = 1e-2,
            Lora = new LoraOptions { Rank = 16, TargetModules = [.. LoraOptions.DecoderModules, .. LoraOptions.VisionModules, "lm_head"] },
            GroundingRows = 8,
        };
        change?.Invoke(options);
        return options;
    }

    /// <summary>A training that ends with everything learned.</summary>
    public PhiVisionTransformer Tune(MLContext context, Action<PhiVisionFineTuneEstimator.Options>? change = null)
        => context.Transforms.PhiVisionFineTune(Options(options =>
        {
            options.MaxEpoch = 60;
            change?.Invoke(options);
        })).Fit(Table(context));

    public static List<ScoredColour> Read(MLContext context, IDataView scored) => [.. context.Data.CreateEnumerable<ScoredColour>(scored, reuseRowObject: false)];

    public string WriteBase(string name, long seed)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "config.json"), ConfigJson);
        File.WriteAllText(
            Path.Combine(folder, "preprocessor_config.json"),
            """{ "image_processor_type": "Phi3VImageProcessor", "num_crops": 1, "crop_size": 56, "num_img_tokens": 4 }""");
        File.Copy(GoldenFiles.Path("text", "small", "tokenizer.json"), Path.Combine(folder, "tokenizer.json"));
        using var network = new Phi3Vision(Phi3VisionConfig.FromJson(ConfigJson), new RandomWeights(seed, spread: 0.1));
        Checkpoint.Save(folder, network.Weights);
        return folder;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private ColourRow WriteRow(int number)
    {
        var (title, category, price, colour) = Kinds[number % Kinds.Length];
        using var bitmap = new SKBitmap(56, 56);
        bitmap.Erase(colour);
        for (int i = 0; i < 56; i++)
            bitmap.SetPixel(i, (i * (number + 3)) % 56, SKColors.Gray); // no two rows alike
        using (var file = File.Create(Path.Combine(Folder, $"{number}.png")))
            bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
        return new() { Id = $"p{number}", Path = $"{number}.png", Title = title, Category = category, Price = price };
    }
}
