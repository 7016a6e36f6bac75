using Microsoft.ML;
using PhiVisionML.Training;

namespace PhiVisionML.MLNet.Tests.FineTuning;

/// <summary>One training that several tests look at.</summary>
public sealed class TunedShop : IDisposable
{
    public TunedShop()
    {
        Shop = new();
        Context = ColourShop.CreateContext();
        Context.Log += (_, line) => Log.Add(line.Message);
        Transformer = Shop.Tune(Context, options => options.MetricsCallback = Progress.Add);
    }

    public ColourShop Shop { get; }

    public MLContext Context { get; }

    public PhiVisionTransformer Transformer { get; }

    public List<TrainingProgress> Progress { get; } = [];

    public List<string> Log { get; } = [];

    public void Dispose()
    {
        Transformer.Dispose();
        Shop.Dispose();
    }
}
