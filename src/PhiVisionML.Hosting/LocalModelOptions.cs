using Microsoft.ML;
using PhiVisionML.Hosting.Enrichers;
using PhiVisionML.MLNet;

namespace PhiVisionML.Hosting;

/// <summary>How a model on this machine works.</summary>
public sealed record LocalModelOptions
{
    /// <summary>The base model's folder, if it is not where it was when the model was saved. Default <c>null</c>.</summary>
    public string? BaseModelPath { get; init; }

    /// <summary>The GPU to work on; <c>null</c>, the default, for the CPU.</summary>
    public int? GpuDeviceId { get; init; }

    /// <summary>How batches are made.</summary>
    public TransformerEnricherOptions Enricher { get; init; } = new();

    /// <summary>Opens a model; its weights are loaded later.</summary>
    /// <param name="path">A model zip, or an adapter's folder.</param>
    /// <inheritdoc cref="PhiVisionTransformer.Open" path="/exception"/>
    public TransformerEnricher Open(string path)
    {
        var context = new MLContext { GpuDeviceId = GpuDeviceId };
        if (BaseModelPath is not null)
            context.SetOption(PhiVisionTransformer.BaseModelPathOption, BaseModelPath);
        return TransformerEnricher.Open(context, path, Enricher, EnergyMeter.TryOpen(withGpu: GpuDeviceId is not null));
    }
}
