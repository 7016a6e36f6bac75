using Microsoft.ML;
using PhiVisionML.Benchmarks.Measuring;
using PhiVisionML.Catalog.Drawing;
using PhiVisionML.MLNet;
using PhiVisionML.Model;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Text;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.Scoring;

/// <summary>An ML.NET pipeline beside the generator that it calls, on the same picture files; and rows in batches beside single rows.</summary>
internal sealed class ScoringBenchmark : IBenchmark
{
    private const int PictureSize = 224, MaxNewTokens = 32;
    private const string Question = "Describe the picture.";

    public string Name => "scoring";

    public string What => "pictures/s of the ML.NET transform beside Generate alone, and of batches of 8 beside single rows";

    public void Run(Settings settings, Report report)
    {
        int rows = settings.Quick ? 16 : 128;
        string folder = Directory.CreateTempSubdirectory("phivision-scoring").FullName;
        try
        {
            string[] files = Draw(folder, rows);
            using var model = PhiVisionModel.Load(TinyModel);
            var direct = new[] { 1, 8 }.ToDictionary(size => size, size => (Action)(() => Generate(model, files, size)));
            var context = new MLContext();
            var data = context.Data.LoadFromEnumerable(files.Select(f => new Row { Image = f }));
            using var transformer = context.Transforms.PhiVision(new PhiVisionEstimator.Options
            {
                BaseModelPath = TinyModel,
                PromptTemplate = Question,
                MaxNewTokens = MaxNewTokens,
                BatchSize = 8,
            }).Fit(data);

            Compare("ML.NET transform, batches of 8", () => Score(context, transformer, data), "Generate in batches of 8, decoding included", direct[8]);
            Compare("Generate in batches of 8", direct[8], "Generate row by row", direct[1]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        void Compare(string what, Action subject, string beside, Action floor)
        {
            var (a, b) = Rounds.InTurns(settings.Rounds, CPU, subject, floor);
            report.Add(new SpeedResult(Name, $"{what}, {rows} pictures", ScalarType.BFloat16, CPU, "picture", rows, beside, a, b));
        }
    }

    private static string TinyModel => Path.Combine(AppContext.BaseDirectory, "assets", "phivision-tiny");

    private static string[] Draw(string folder, int rows) => [.. Enumerable.Range(0, rows).Select(i =>
    {
        string file = Path.Combine(folder, $"{i}.jpg");
        File.WriteAllBytes(file, ProductPainter.PaintJpeg(DrawnProduct.Random(1, i), PictureSize));
        return file;
    })];

    private static void Generate(PhiVisionModel model, string[] files, int batch)
    {
        foreach (string[] chunk in files.Chunk(batch))
        {
            var pictures = chunk.Select(f => model.Processor.Process(PictureDecoder.DecodeFile(f)));
            _ = model.Generator.Generate([.. pictures.Select(p => new GenerationRequest(model.Prompts.Encode(Prompt.ForPictures(1, Question), [p.Layout.Tokens]), [p])
            {
                Options = new GenerationOptions { MaxNewTokens = MaxNewTokens },
            })]);
        }
    }

    private static void Score(MLContext context, PhiVisionTransformer transformer, IDataView data)
    {
        foreach (var row in context.Data.CreateEnumerable<Answer>(transformer.Transform(data), reuseRowObject: true))
        {
            if (row.GeneratedText.Length == 0)
                throw new InvalidOperationException("A picture got no answer.");
        }
    }

    private sealed class Row
    {
        public string Image { get; set; } = "";
    }

    private sealed class Answer
    {
        public string GeneratedText { get; set; } = "";
    }
}
