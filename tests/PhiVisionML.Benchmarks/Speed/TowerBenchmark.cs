using PhiVisionML.Benchmarks.Measuring;
using PhiVisionML.Benchmarks.Networks;
using PhiVisionML.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.Speed;

/// <summary>Pixels to picture vectors in the published shape: tower, HD transform, projector, splice.</summary>
internal sealed class TowerBenchmark : IBenchmark
{
    public string Name => "tower";

    public string What => "seconds per crop of the published vision tower and projector";

    public void Run(Settings settings, Report report)
    {
        foreach (var dtype in settings.DTypes)
        {
            using var network = RandomNetworks.Tower(dtype, settings.Device);
            Measure(network, 1, settings, report);
            if (settings.Device.type == DeviceType.CUDA)
                Measure(network, 4, settings, report);
        }
    }

    private void Measure(Phi3Vision network, int tilesPerSide, Settings settings, Report report)
    {
        using var scope = NewDisposeScope();
        var picture = RandomBatches.Picture(network.Config, tilesPerSide, tilesPerSide, settings.Device);
        int[] places = RandomBatches.Places(network.Config, picture);
        var batch = TokenBatch.PadLeft([places], [picture], network.Config.PadTokenId);
        int crops = (int)picture.Crops.size(0);
        using var floor = new LinearFloor(network).Tower(crops).Projector(places.Length);
        var (a, b) = Rounds.InTurns(settings.Rounds, settings.Device, Embed, floor.Forward);
        report.Add(new SpeedResult(Name, $"{crops} {(crops == 1 ? "crop" : "crops")}, {places.Length} tokens", network.DType, settings.Device, "crop", crops, "bare linears", a, b));

        void Embed()
        {
            using var inference = inference_mode();
            network.Forward(batch);
        }
    }
}
