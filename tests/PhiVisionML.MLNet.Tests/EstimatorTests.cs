using System.Reflection;
using Microsoft.ML;
using PhiVisionML.MLNet.Tests.Fakes;
using Xunit;

namespace PhiVisionML.MLNet.Tests;

public sealed class EstimatorTests : IDisposable
{
    private readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void The_announced_shape_is_that_of_the_data()
    {
        var estimator = _shop.Context.Transforms.PhiVision(_shop.Options(options => options.OnError = OnError.EmitEmpty));

        var announced = estimator.GetOutputSchema(ShapeOf(_shop.Images.Schema)).Select(column => (column.Name, column.ItemType.ToString()));
        var real = ShapeOf(estimator.Fit(_shop.Images).GetOutputSchema(_shop.Images.Schema)).Select(column => (column.Name, column.ItemType.ToString()));

        Assert.Equal(real, announced);
        Assert.Contains(("Error", "String"), announced);
    }

    [Fact]
    public void Missing_and_mistyped_columns_are_refused_in_mlnets_own_words()
    {
        var shape = ShapeOf(_shop.Images.Schema);
        var theirs = Assert.Throws<ArgumentOutOfRangeException>(() => _shop.Context.Transforms.ResizeImages("x", 4, 4, "Nope").GetOutputSchema(shape));
        var missing = Assert.Throws<ArgumentOutOfRangeException>(() => _shop.Context.Transforms.PhiVision(imageColumnName: "Nope").GetOutputSchema(shape));
        var mistyped = Assert.Throws<ArgumentOutOfRangeException>(() => _shop.Context.Transforms.PhiVision(imageColumnName: "Id").GetOutputSchema(shape));
        var vector = Assert.Throws<ArgumentOutOfRangeException>(() => _shop.Fit(_shop.Images, options => options.PromptColumnName = "Vector"));

        Assert.Equal(theirs.Message, missing.Message);
        Assert.Equal(theirs.Data.Keys.Cast<object>(), missing.Data.Keys.Cast<object>());
        Assert.Contains("Schema mismatch for input column 'Id': expected Image, Vector<Byte> or String, got Int32", mistyped.Message, StringComparison.Ordinal);
        Assert.Contains("Schema mismatch for input column 'Vector': expected String, got", vector.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, Action<PhiVisionEstimator.Options>> BadOptions => new()
    {
        { "BatchSize is 0", options => options.BatchSize = 0 },
        { "BatchTokens is -1", options => options.BatchTokens = -1 },
        { "MaxNewTokens is 0", options => options.MaxNewTokens = 0 },
        { "MaxConcurrentCursors is 0", options => options.MaxConcurrentCursors = 0 },
        { "PromptColumnName and PromptTemplate are both set", options => options.PromptTemplate = "x" },
        { "Two output columns are named 'Score'", options => options.OutputColumnName = "Score" },
        { "A column's name cannot be empty", options => options.ImageColumnName = " " },
    };

    [Theory]
    [MemberData(nameof(BadOptions), DisableDiscoveryEnumeration = true)]
    public void Bad_options_are_refused_when_the_estimator_is_made(string reason, Action<PhiVisionEstimator.Options> change)
    {
        var failure = Assert.Throws<ArgumentOutOfRangeException>(() => _shop.Context.Transforms.PhiVision(_shop.Options(change)));

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_model_is_refused_as_base()
    {
        var failure = Assert.Throws<FormatException>(() => _shop.Fit(_shop.Images, options => options.BaseModelPath = _shop.WriteAdapter("empty")));

        Assert.Contains("it has no config.json", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_contexts_option_names_the_base_when_the_options_do_not()
    {
        _shop.Context.SetOption("PhiVision.BaseModelPath", _shop.BaseFolder);

        Assert.Equal(_shop.BaseFolder, _shop.Fit(_shop.Images, options => options.BaseModelPath = null).BaseModelPath);
    }

    [Fact]
    public void The_device_of_the_context_reaches_the_model()
    {
        _shop.Context.GpuDeviceId = 3;
        _shop.Context.FallbackToCpu = true;

        _shop.Read<TextOnly>(_shop.Fit(_shop.Images).Transform(_shop.Images));

        var environment = Assert.Single(_shop.Model.Opened).Environment;
        Assert.Equal((3, true), (environment.GpuDeviceId, environment.FallbackToCpu));
    }

    private static SchemaShape ShapeOf(DataViewSchema schema)
        => (SchemaShape)typeof(SchemaShape).GetMethod("Create", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [schema])!;
}
