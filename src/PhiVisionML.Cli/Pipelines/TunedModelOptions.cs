using System.CommandLine;
using Microsoft.ML;
using PhiVisionML.MLNet;

namespace PhiVisionML.Cli.Pipelines;

/// <summary>The options with which a command is given a tuned model.</summary>
internal sealed class TunedModelOptions
{
    private readonly Option<string> _model = new("--model") { Description = "Model zip that 'phivision train' wrote, or an adapter folder.", Required = true };
    private readonly Option<DirectoryInfo?> _base = BaseOption.Create();
    private readonly Option<int?> _gpu = GpuOption.Create();

    public IEnumerable<Option> All => [_model, _base, _gpu];

    /// <summary>Loads the model in a fresh context.</summary>
    public TunedModel Load(ParseResult parsed, CancellationToken cancellation)
    {
        var context = new MLContext { GpuDeviceId = parsed.GetValue(_gpu) };
        if (parsed.BaseFolder(_base) is { } folder)
            context.SetOption(PhiVisionTransformer.BaseModelPathOption, folder);
        return new TunedModel(context, PhiVisionTransformer.Open(context, parsed.GetRequiredValue(_model)), cancellation);
    }
}
