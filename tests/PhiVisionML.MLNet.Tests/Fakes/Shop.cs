using Microsoft.ML;
using Microsoft.ML.Data;
using PhiVisionML.MLNet.Scoring;
using PhiVisionML.MLNet.Storage;

namespace PhiVisionML.MLNet.Tests.Fakes;

/// <summary>A folder of small pictures of different sizes, a table of them, a base model's folder, and a context with the fake model.</summary>
internal sealed class Shop : IDisposable
{
    public const int Count = 20;

    public Shop()
    {
        Folder = Directory.CreateTempSubdirectory("phivision-tests-").FullName;
        for (int i = 0; i < Count; i++)
        {
            using var image = CreateImage(i);
            image.Save(Path.Combine(Folder, $"{i}.png"));
        }

        BaseFolder = WriteBase("base", "weights");
        Products = [.. Enumerable.Range(0, Count).Select(i => new Product { Id = i, Path = $"{i}.png", Prompt = $"p{i}", Vector = [i, i + 1] })];
        Model = new();
        Context = CreateContext();
    }

    public string Folder { get; }

    public string BaseFolder { get; }

    public Product[] Products { get; }

    public FakePictureModel Model { get; }

    public MLContext Context { get; }

    public IDataView Table => Context.Data.LoadFromEnumerable(Products);

    public IDataView Images => LoadImages(Table);

    /// <summary>What the fake model says about a product.</summary>
    public static string Answer(int i) => $"p{i}|{8 + i}x8:{10 * i}";

    public static MLImage CreateImage(int i)
    {
        var pixels = new byte[(8 + i) * 8 * 4];
        for (int p = 0; p < pixels.Length; p++)
            pixels[p] = p % 4 == 3 ? (byte)255 : (byte)(10 * i);
        return MLImage.CreateFromPixels(8 + i, 8, MLPixelFormat.Bgra32, pixels);
    }

    public MLContext CreateContext()
    {
        var context = new MLContext(seed: 1);
        context.SetOption(PictureModels.OptionName, (IPictureModelFactory)Model);
        return context;
    }

    public IDataView LoadImages(IDataView table)
        => Context.Transforms.LoadImages("Image", Folder, "Path").Fit(table).Transform(table);

    public PhiVisionEstimator.Options Options(Action<PhiVisionEstimator.Options>? change = null)
    {
        var options = new PhiVisionEstimator.Options { BaseModelPath = BaseFolder, PromptColumnName = "Prompt", BatchSize = 6 };
        change?.Invoke(options);
        return options;
    }

    public PhiVisionTransformer Fit(IDataView data, Action<PhiVisionEstimator.Options>? change = null)
        => Context.Transforms.PhiVision(Options(change)).Fit(data);

    public List<TRow> Read<TRow>(IDataView view)
        where TRow : class, new() => [.. Context.Data.CreateEnumerable<TRow>(view, reuseRowObject: false)];

    public string WriteBase(string name, string weights)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "config.json"), "{}");
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), "{}");
        File.WriteAllText(Path.Combine(folder, "model.safetensors"), weights);
        return folder;
    }

    public string WriteAdapter(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, AdapterPackage.ConfigName), """{ "r": 16 }""");
        File.WriteAllText(Path.Combine(folder, AdapterPackage.WeightsName), name);
        return folder;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
