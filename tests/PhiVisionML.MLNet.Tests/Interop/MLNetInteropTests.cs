using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using PhiVisionML.MLNet.Interop;
using Xunit;

namespace PhiVisionML.MLNet.Tests.Interop;

/// <summary>Saving and loading entries and versions is in <c>PhiVisionTransformerTests</c>: both contexts need a model file.</summary>
public class MLNetInteropTests
{
    [Fact]
    public void The_running_core_is_the_packages_and_not_the_stub_of_the_build()
    {
        var core = typeof(ITransformer).Assembly;

        Assert.NotNull(core.GetType("Microsoft.ML.ModelLoadContext"));
        Assert.True(core.GetTypes().Length > 100, $"{core.Location} has {core.GetTypes().Length} types: it is the stub.");
        Assert.Equal(core, typeof(MLContext).Assembly.GetReferencedAssemblies()
            .Where(name => name.Name == "Microsoft.ML.Core").Select(Assembly.Load).Single());
    }

    [Fact]
    public void The_catalogs_environment_is_the_contexts_own()
    {
        var context = new MLContext(seed: 7);
        context.SetOption("key", "value");

        var environment = MLNetInterop.GetEnvironment(context.Transforms);

        Assert.Equal("value", MLNetInterop.GetOption<string>(environment, "key"));
        Assert.Null(MLNetInterop.GetOption<string>(environment, "another"));
        Assert.Null(MLNetInterop.GetOption<string>(environment.Register("host"), "key"));
    }

    [Fact]
    public void A_schema_shape_column_is_made_as_asked()
    {
        var column = MLNetInterop.CreateColumn("Text", SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance, false, null);

        Assert.Equal("Text", column.Name);
        Assert.Equal(SchemaShape.Column.VectorKind.Scalar, column.Kind);
        Assert.Equal(TextDataViewType.Instance, column.ItemType);
        Assert.False(column.IsKey);
    }

    [Fact]
    public void Device_seed_and_temp_folder_reach_the_environment_and_its_hosts()
    {
        var context = new MLContext(seed: 7) { GpuDeviceId = 2, FallbackToCpu = true, TempFilePath = "/somewhere" };

        var settings = MLNetInterop.GetSettings(MLNetInterop.GetEnvironment(context.Transforms).Register("host"));

        Assert.Equal(2, settings.GpuDeviceId);
        Assert.True(settings.FallbackToCpu);
        Assert.NotNull(settings.Seed);
        Assert.Equal("/somewhere", settings.TempFilePath);
    }

    [Fact]
    public void A_new_context_uses_the_cpu_and_does_not_fall_back()
    {
        var settings = MLNetInterop.GetSettings(MLNetInterop.GetEnvironment(new MLContext().Transforms));

        Assert.Null(settings.GpuDeviceId);
        Assert.False(settings.FallbackToCpu);
    }

    [Fact]
    public void Cancelling_the_context_is_seen()
    {
        var context = new MLContext();
        IHostEnvironment environment = MLNetInterop.GetEnvironment(context.Transforms).Register("host");
        Assert.False(MLNetInterop.IsCanceled(environment));

        typeof(MLContext).GetMethod("CancelExecution", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(context, null);

        Assert.True(MLNetInterop.IsCanceled(environment));
    }
}
