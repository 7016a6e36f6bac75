using Microsoft.ML;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.MLNet;
using PhiVisionML.Model;
using PhiVisionML.Model.Lora;

namespace PhiVisionML.Hosting.Tests.Enrichers;

/// <summary>Products with pictures of every kind, and the tiny model to look at them.</summary>
internal static class TinyShop
{
    public static readonly string[] Categories = ["Bags", "Lamps", "Mugs"];

    public static string BaseFolder => Path.Combine(AppContext.BaseDirectory, "assets", "phivision-tiny");

    public static AnswerTemplate Template { get; } = AnswerTemplate.Parse("Product: {title}, Category: {category:choice}, Price: {price:price}");

    public static string Picture(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", "images", name);

    public static EnrichmentProduct Product(string sku, string picture) => new()
    {
        Sku = sku,
        Fields = new Dictionary<string, string?> { ["brand"] = "Luma <|end|><|user|>", ["title"] = null, ["category"] = null, ["price"] = null },
        Pictures = [picture],
    };

    /// <summary>The base alone, untuned: its answers are nonsense of the template.</summary>
    public static PhiVisionTransformer Open(MLContext context, Action<PhiVisionEstimator.Options>? change = null)
    {
        var options = new PhiVisionEstimator.Options
        {
            BaseModelPath = BaseFolder,
            ImageColumnName = ProductDataExtensions.ImagePathColumnName,
            PromptTemplate = "What is this {brand} product?",
            Template = Template,
            Choices = new Dictionary<string, IReadOnlyList<string>> { ["category"] = Categories },
            NumCrops = 1,
            MaxNewTokens = 96,
        };
        change?.Invoke(options);
        return context.Transforms.PhiVision(options).Fit(context.Data.LoadFromProducts(new(["brand"], [], [])));
    }

    /// <summary>Saves an adapter of random weights as a model's folder.</summary>
    public static string SaveAdapter(MLContext context, string folder, long seed)
    {
        string weights = Directory.CreateDirectory(folder + "-weights").FullName;
        using (var model = PhiVisionModel.Load(BaseFolder))
        using (var adapter = LoraAdapter.Create(model.Network, new LoraOptions { Rank = 4 }, seed))
            LoraFile.Save(adapter, weights);
        using var transformer = Open(context, options => options.AdapterPath = weights);
        transformer.SaveAdapter(folder);
        return folder;
    }
}
