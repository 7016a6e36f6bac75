// Fine-tunes a base model on a product table inside an ML.NET pipeline, saves it, and fills in one product.
// Pipeline MODEL_FOLDER CATALOG_CSV PICTURE_FOLDER MODEL_ZIP
using Microsoft.ML;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.MLNet;

if (args.Length != 4)
{
    Console.Error.WriteLine("Usage: Pipeline MODEL_FOLDER CATALOG_CSV PICTURE_FOLDER MODEL_ZIP");
    return 2;
}

var mlContext = new MLContext(seed: 1);
var template = AnswerTemplate.Parse("Product: {title}, Category: {category3_code:choice}, Full Price: {full_price:price}");
IDataView train = mlContext.Data.LoadProductCatalog(args[1], new ProductSourceOptions { ImageFolder = args[2] });

var pipeline = mlContext.Transforms.PhiVisionFineTune(new PhiVisionFineTuneEstimator.Options
{
    BaseModelPath = args[0],
    ImageColumnName = ProductDataExtensions.ImagePathColumnName,
    Template = template,
    MaxEpoch = 5,
});
using PhiVisionTransformer tuned = pipeline.Fit(train);
Console.WriteLine(tuned.Grounding?.Verdict);
mlContext.Model.Save(tuned, train.Schema, args[3]);

var metrics = mlContext.ImageToText.Evaluate(tuned.Transform(train), template);
Console.WriteLine($"Category right: {metrics["category3_code"].Choice!.Accuracy.Value:P0} of the training rows");

using var engine = mlContext.Model.CreatePredictionEngine<Product, Filled>(tuned);
var first = mlContext.Data.EnumerateProducts(train).First();
var filled = engine.Predict(new Product { ImagePath = first.ImagePaths[0] });
Console.WriteLine($"{first.ProductCode}: {filled.title_predicted} ({filled.title_confidence:P0} sure), {filled.full_price_predicted:F2}");
return 0;

internal sealed class Product
{
    public string ImagePath { get; set; } = "";
}

internal sealed class Filled
{
    public string title_predicted { get; set; } = "";

    public float title_confidence { get; set; }

    public double full_price_predicted { get; set; }
}
