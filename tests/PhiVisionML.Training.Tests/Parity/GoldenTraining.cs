using System.Text.Json;
using PhiVisionML.Model;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Lora;
using PhiVisionML.Model.Weights;
using PhiVisionML.Tests;
using PhiVisionML.Training.Batching;
using PhiVisionML.Training.Samples;
using Xunit;
using static TorchSharp.torch;

namespace PhiVisionML.Training.Tests.Parity;

/// <summary>The reference's training record: one batch of two rows with a picture each, its gradients, and four runs of 20 steps.</summary>
internal sealed class GoldenTraining : IDisposable
{
    private readonly GoldenNetwork _golden = new("tiny");
    private readonly JsonDocument _record = JsonDocument.Parse(File.ReadAllText(GoldenFiles.Path("network", "tiny", "train.json")));
    private readonly SafetensorsFile _tensors = SafetensorsFile.Open(GoldenFiles.Path("network", "tiny", "train.safetensors"));

    public Phi3Vision Network => _golden.Network;

    public JsonElement Record => _record.RootElement;

    public ImageProcessor Processor { get; } = new(new ImageProcessorConfig { NumCrops = 1 });

    /// <summary>The two rows, without padding.</summary>
    public IReadOnlyList<TrainingSample> Samples()
    {
        var batch = Record.GetProperty("batch");
        int[][] ids = GoldenNetwork.Ids(batch.GetProperty("ids_rle"));
        int[][] labels = GoldenNetwork.Ids(batch.GetProperty("labels_rle"));
        return [.. Enumerable.Range(0, ids.Length).Select(row =>
        {
            int length = batch.GetProperty("mask_sum")[row].GetInt32();
            var picture = PictureDecoder.DecodeFile(GoldenFiles.Path("images", batch.GetProperty("images")[row].GetString()!));
            return new TrainingSample { Id = $"row {row}", Ids = ids[row][..length], Labels = labels[row][..length], Pictures = [Processor.Process(picture)] };
        })];
    }

    public TrainingBatch Batch() => TrainingBatch.From(Samples(), new PixelMaker(Processor, CPU), Network.Config.PadTokenId);

    /// <summary>A fresh adapter whose A follows from the names.</summary>
    public LoraAdapter Adapter(LoraOptions options)
    {
        var adapter = LoraAdapter.Create(Network, options, seed: 0);
        using var none = no_grad();
        foreach (var pair in adapter.Pairs)
        {
            long inputs = pair.A.size(1);
            using var numbers = tensor(PortableNumbers.Uniform(pair.Module + ".lora_A.weight", pair.A.numel(), Math.Sqrt(1.0 / inputs)), pair.A.shape);
            pair.A.copy_(numbers);
        }

        return adapter;
    }

    public IEnumerable<string> TensorNames(string prefix) => _tensors.Entries.Keys.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Select(n => n[prefix.Length..]);

    public void AssertClose(string name, Tensor actual, double tolerance)
    {
        using var scope = NewDisposeScope();
        double difference = (actual.detach() - _tensors.View(name)).abs().max().item<float>();
        Assert.True(difference <= tolerance, $"{name}: largest difference {difference:E2}, allowed {tolerance:E2}.");
    }

    public void Dispose()
    {
        _golden.Dispose();
        _record.Dispose();
        _tensors.Dispose();
    }
}
