using Microsoft.ML;
using Microsoft.ML.Data;
using PhiVisionML.Model.Native;
using TorchSharp;
using Xunit;

namespace PhiVisionML.MLNet.Tests.FineTuning;

public sealed class UntunedTests : IDisposable
{
    private static readonly string[] Categories = ["K1", "K2", "K3"];

    private readonly ColourShop _shop = new();
    private readonly MLContext _context = ColourShop.CreateContext();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void Even_a_base_that_knows_nothing_gives_answers_of_the_template()
    {
        using var model = Open();

        var rows = ColourShop.Read(_context, model.Transform(_shop.Table(_context)));

        Assert.All(rows, row =>
        {
            Assert.NotEmpty(row.Title_predicted);
            Assert.Contains(row.Category_predicted, Categories);
            Assert.True(double.IsFinite(row.Price_predicted));
            Assert.InRange(row.Title_confidence, 0, 1);
            Assert.InRange(row.TokenCount, 1, 48);
        });
    }

    [Fact]
    public void A_batch_answers_as_its_rows_would_alone()
    {
        using var batched = Open();
        using var single = Open(options => options.BatchSize = 1);
        var table = _shop.Table(_context);

        Assert.Equal(
            ColourShop.Read(_context, single.Transform(table)).Select(row => row.GeneratedText),
            ColourShop.Read(_context, batched.Transform(table)).Select(row => row.GeneratedText));
    }

    [Fact]
    public void Images_and_encoded_bytes_are_seen_as_the_files_are()
    {
        using var files = Open();
        var table = _shop.Table(_context);
        var expected = files.Transform(table).GetColumn<string>("GeneratedText").ToList();

        var images = _context.Transforms.LoadImages("Image", _shop.Folder, "Path").Append(_context.Transforms.PhiVision(Options(InColumn))).Fit(table);
        var bytes = _context.Transforms.LoadRawImageBytes("Image", _shop.Folder, "Path").Append(_context.Transforms.PhiVision(Options(InColumn))).Fit(table);

        Assert.Equal(expected, images.Transform(table).GetColumn<string>("GeneratedText"));
        Assert.Equal(expected, bytes.Transform(table).GetColumn<string>("GeneratedText"));

        static void InColumn(PhiVisionEstimator.Options options) => (options.ImageColumnName, options.ImageFolder) = ("Image", null);
    }

    [Fact]
    public void An_answer_that_was_cut_says_so()
    {
        using var model = Open(options =>
        {
            options.Template = null;
            options.Choices = new Dictionary<string, IReadOnlyList<string>>();
            options.MaxNewTokens = 2;
            options.OnError = OnError.EmitEmpty;
        });

        Assert.All(model.Transform(_shop.Table(_context)).GetColumn<string>("Error"), error => Assert.StartsWith("The answer was cut after 2 tokens", error, StringComparison.Ordinal));
    }

    [Fact]
    public void A_template_that_does_not_fit_the_answers_length_is_refused()
    {
        using var model = Open(options => options.MaxNewTokens = 3);

        var failure = Assert.Throws<InvalidOperationException>(() => ColourShop.Read(_context, model.Transform(_shop.Table(_context))));

        Assert.StartsWith("MaxNewTokens is 3, but an answer of the template", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prompt_that_is_too_long_for_the_model_is_a_rows_error()
    {
        using var model = Open(options =>
        {
            options.PromptTemplate = string.Join(' ', Enumerable.Repeat("long", 300));
            options.OnError = OnError.EmitEmpty;
        });

        Assert.All(model.Transform(_shop.Table(_context)).GetColumn<string>("Error"), error => Assert.Contains("the model takes 256", error, StringComparison.Ordinal));
    }

    [Fact]
    public void A_gpu_that_is_not_there_is_refused_unless_the_cpu_may_stand_in()
    {
        TorchRuntime.EnsureLoaded();
        Assert.SkipWhen(torch.cuda.is_available(), "Needs a machine without a CUDA device.");
        _context.GpuDeviceId = 0;
        using var strict = Open();

        var failure = Assert.Throws<InvalidOperationException>(() => ColourShop.Read(_context, strict.Transform(_shop.Table(_context))));
        Assert.StartsWith("MLContext.GpuDeviceId is 0, but libtorch sees 0 CUDA devices", failure.Message, StringComparison.Ordinal);

        _context.FallbackToCpu = true;
        using var lenient = Open();
        Assert.Equal(16, ColourShop.Read(_context, lenient.Transform(_shop.Table(_context))).Count);
    }

    private PhiVisionTransformer Open(Action<PhiVisionEstimator.Options>? change = null)
        => _context.Transforms.PhiVision(Options(change)).Fit(_shop.Table(_context));

    private PhiVisionEstimator.Options Options(Action<PhiVisionEstimator.Options>? change = null)
    {
        var options = new PhiVisionEstimator.Options
        {
            BaseModelPath = _shop.BaseFolder,
            ImageColumnName = "Path",
            ImageFolder = _shop.Folder,
            Template = ColourShop.Template,
            Choices = new Dictionary<string, IReadOnlyList<string>> { ["Category"] = Categories },
            MaxNewTokens = 48,
        };
        change?.Invoke(options);
        return options;
    }
}
