using Microsoft.ML.Runtime;
using PhiVisionML.MLNet.Interop;
using PhiVisionML.MLNet.Scoring;
using PhiVisionML.Model;
using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Text;
using TorchSharp;

namespace PhiVisionML.MLNet.Network;

/// <summary>
/// A share in a base model on the context's device. All that stands here beside <see cref="Use"/> works on the CPU, without
/// waiting for a turn at the model, by any number of threads.
/// </summary>
internal sealed class BaseModel : IDisposable
{
    private readonly ModelLease _lease;

    private BaseModel(ModelLease lease, PhiVisionModel model, PictureSettings pictures)
    {
        _lease = lease;
        Config = model.Network.Config;
        Tokenizer = model.Tokenizer;
        Prompts = model.Prompts;
        var processor = pictures.NumCrops is { } crops ? new ImageProcessor(model.Processor.Config.WithNumCrops(crops)) : model.Processor;
        Rows = new(processor, model.Prompts, pictures);
    }

    public Phi3VisionConfig Config { get; }

    public PhiTokenizer Tokenizer { get; }

    public PromptEncoder Prompts { get; }

    public RowEncoder Rows { get; }

    /// <summary>Loads the base, or shares what another transformer has loaded.</summary>
    /// <exception cref="InvalidOperationException">A GPU is asked for, is not there, and the CPU may not stand in for it.</exception>
    public static BaseModel Open(IHost host, string folder, EnvironmentSettings environment, ModelPrecision precision, PictureSettings pictures)
    {
        var options = new PhiVisionModelOptions { Device = DeviceChoice.Of(host, environment), DType = TypeOf(precision) };
        var lease = PhiVisionModelCache.Shared.Acquire(folder, options, new ChannelLogger(host));
        try
        {
            return lease.Use(model => new BaseModel(lease, model, pictures));
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>Works with the model while nobody else does.</summary>
    public T Use<T>(Func<PhiVisionModel, T> work, CancellationToken cancellation = default) => _lease.Use(work, cancellation);

    public void Dispose() => _lease.Dispose();

    private static torch.ScalarType? TypeOf(ModelPrecision precision) => precision switch
    {
        ModelPrecision.Fp32 => torch.ScalarType.Float32,
        ModelPrecision.Bf16 => torch.ScalarType.BFloat16,
        ModelPrecision.Fp16 => torch.ScalarType.Float16,
        _ => null,
    };
}
