using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Model;
using PhiVisionML.Model.Images;
using PhiVisionML.Training;
using PhiVisionML.Training.Optimizers;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace PhiVisionML.Cli.TinyModel;

/// <summary>
/// The first stage: teaches the tower to tell a drawing's attributes from its averaged patch features, through linear heads that are thrown
/// away afterwards. CLIP too had learned to see before Phi-3-Vision's decoder met it; without this, a decoder that
/// knows no words and a tower that knows no shapes wait for each other.
/// </summary>
internal sealed class TowerTrainer(Phi3Vision network, ImageProcessor processor, TinyModelOptions options)
{
    private const int BatchRows = 32, WarmupSteps = 100, ReportSteps = 50;
    private const long SeedOffset = 7_000_003;   // other drawings than the second stage's

    private static readonly (string Name, int Classes, Func<DrawnProduct, int> Class)[] Heads =
    [
        ("kind", Enum.GetValues<ProductKind>().Length, p => (int)p.Kind),
        ("colour", Enum.GetValues<ProductColour>().Length, p => (int)p.Colour),
        ("pattern", Enum.GetValues<ProductPattern>().Length, p => (int)p.Pattern),
        ("stars", DrawnProduct.MaxStars + 1, p => p.Stars),
        ("shiny", 2, p => p.Shiny ? 1 : 0),
    ];

    /// <summary>Trains the tower.</summary>
    /// <param name="report">Called every so many steps: step, mean loss of a head, shares of right answers by attribute since the last call.</param>
    /// <param name="cancellation">Looked at between steps.</param>
    public void Run(Action<int, double, IReadOnlyDictionary<string, double>> report, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var tower = TrainableParameters.Unfreeze(network, TrainingMode.Full).Where(p => p.Part == TrainingPart.Tower).ToList();
        using var generator = new Generator((ulong)(options.Seed + SeedOffset), CPU);
        var head = new TrainableParameter("head", TrainingPart.Head, empty(Heads.Sum(h => h.Classes), network.Config.Clip.HiddenSize).normal_(0, 0.02, generator).requires_grad_(true));
        using var optimizer = new AdamW([new ParameterGroup([.. tower, head], options.LearningRate, 0.05)], TinyModelTrainer.AdamW);
        var schedule = new LearningRateSchedule(ScheduleKind.Cosine, options.TowerSteps, Math.Min(WarmupSteps, options.TowerSteps / 10));

        int[] right = new int[Heads.Length];
        double lossSum = 0;
        for (int step = 0; step < options.TowerSteps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (products, pixels) = Draw(step);
            lossSum += Step(products, pixels, [.. tower, head], right);
            optimizer.Step(schedule.Factor(step));
            if ((step + 1) % ReportSteps == 0)
            {
                report(step + 1, lossSum / ReportSteps, Heads.Select((h, i) => (h.Name, Share: right[i] / ((double)ReportSteps * BatchRows))).ToDictionary(s => s.Name, s => s.Share));
                lossSum = 0;
                Array.Clear(right);
                GC.Collect(0, GCCollectionMode.Forced, blocking: false);
            }
        }
    }

    private double Step(DrawnProduct[] products, float[] pixels, IReadOnlyList<TrainableParameter> parameters, int[] right)
    {
        using var scope = NewDisposeScope();
        foreach (var parameter in parameters)
            parameter.ClearGradient();
        int side = TinyModelConfig.Tower.ImageSize;
        var features = network.EncodeCrops(tensor(pixels, [products.Length, 3, side, side])).mean([1]);   // [batch, width]
        var logits = F.linear(features, parameters[^1].Value);
        var losses = new List<Tensor>();
        long start = 0;
        for (int i = 0; i < Heads.Length; i++)
        {
            var own = logits.narrow(1, start, Heads[i].Classes);
            var truth = tensor(products.Select(p => (long)Heads[i].Class(p)).ToArray());
            losses.Add(F.cross_entropy(own, truth));
            right[i] += (int)own.argmax(1).eq(truth).sum().item<long>();
            start += Heads[i].Classes;
        }

        var loss = stack(losses).sum();
        loss.backward();
        GradientClipper.Clip(parameters, 1);
        return loss.item<float>() / Heads.Length;
    }

    // All cores draw, but not beside libtorch: a collection that another thread sets off during a native call is not borne (see the trainer).
    private (DrawnProduct[] Products, float[] Pixels) Draw(int step)
    {
        var products = new DrawnProduct[BatchRows];
        int picture = 3 * TinyModelConfig.Tower.ImageSize * TinyModelConfig.Tower.ImageSize;
        float[] pixels = new float[BatchRows * picture];
        Parallel.For(0, BatchRows, i =>
        {
            long index = (long)step * BatchRows + i;
            products[i] = DrawnProduct.Random(options.Seed + SeedOffset, index);
            var processed = DrawnPictures.Make(products[i], DrawnPictures.Smallest + (int)(index * 37 % DrawnPictures.Sizes), processor);
            processor.PixelValues(processed).AsSpan(0, picture).CopyTo(pixels.AsSpan(i * picture));
        });

        return (products, pixels);
    }
}
