using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Native;
using PhiVisionML.Model.Text;
using PhiVisionML.Model.Weights;

namespace PhiVisionML.Model;

/// <summary>A model folder as published: config.json, preprocessor_config.json, tokenizer.json and safetensors, ready to answer.</summary>
public sealed class PhiVisionModel : IDisposable
{
    private const string ConfigFile = "config.json";
    private const string PreprocessorFile = "preprocessor_config.json";

    private readonly Checkpoint _checkpoint;

    private PhiVisionModel(string folder, Phi3Vision network, PhiTokenizer tokenizer, ImageProcessor processor, Checkpoint checkpoint)
    {
        Folder = folder;
        Network = network;
        Tokenizer = tokenizer;
        Processor = processor;
        _checkpoint = checkpoint;
        Prompts = new PromptEncoder(tokenizer);
        Generator = new TextGenerator(network, tokenizer, processor);
    }

    /// <summary>The folder that was loaded.</summary>
    public string Folder { get; }

    /// <summary>The network with its weights.</summary>
    public Phi3Vision Network { get; }

    /// <summary>Text to ids and back.</summary>
    public PhiTokenizer Tokenizer { get; }

    /// <summary>Pictures to crops.</summary>
    public ImageProcessor Processor { get; }

    /// <summary>Prompts to ids.</summary>
    public PromptEncoder Prompts { get; }

    /// <summary>Generates answers; one call at a time.</summary>
    public TextGenerator Generator { get; }

    /// <summary>Loads a model folder. Weights are mapped, not read, where their stored type is the one to work in.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Device and precision.</param>
    /// <param name="logger">Receives a line on the native library and one on the model.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ConfigException">A configuration file asks for something that is not supported.</exception>
    /// <exception cref="CheckpointException">The weights are damaged or do not fit; every name at fault is listed.</exception>
    public static PhiVisionModel Load(string folder, PhiVisionModelOptions? options = null, ILogger? logger = null)
    {
        logger ??= NullLogger.Instance;
        options ??= new PhiVisionModelOptions();
        TorchRuntime.EnsureLoaded();
        logger.LogInformation("{Status}", TorchRuntime.Status);

        var config = ReadConfig(folder);
        var processor = new ImageProcessor(ReadProcessor(folder, config, options));
        var tokenizer = PhiTokenizer.FromFolder(folder);
        if (tokenizer.VocabularySize > config.VocabSize)
            throw new ConfigException($"{folder}: the tokenizer has {tokenizer.VocabularySize} tokens, but config.json's vocab_size is {config.VocabSize}. The files belong to different models.");

        var (device, dtype) = options.Resolve();
        var checkpoint = Checkpoint.Open(folder);
        try
        {
            var network = new Phi3Vision(config, new CheckpointWeights(checkpoint, dtype, device));
            logger.LogInformation("Loaded {Folder}: {Parameters:N0} parameters, {DType} on {Device}; {Config}.", folder, network.Weights.ParameterCount, dtype, device, config);
            return new PhiVisionModel(folder, network, tokenizer, processor, checkpoint);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>Releases the weights and unmaps their files.</summary>
    public void Dispose()
    {
        Network.Dispose();
        _checkpoint.Dispose();
    }

    private static Phi3VisionConfig ReadConfig(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no model folder '{Path.GetFullPath(folder)}'.");
        string path = Path.Combine(folder, ConfigFile);
        return File.Exists(path) ? Phi3VisionConfig.FromFile(path) : throw new ConfigException($"{folder} holds no {ConfigFile}; a model folder has {ConfigFile}, {PreprocessorFile}, tokenizer.json and model.safetensors (or its shards with an index).");
    }

    private static ImageProcessorConfig ReadProcessor(string folder, Phi3VisionConfig config, PhiVisionModelOptions options)
    {
        string path = Path.Combine(folder, PreprocessorFile);
        if (!File.Exists(path))
            throw new ConfigException($"{folder} holds no {PreprocessorFile}.");
        int tokens = config.Clip.TokensPerSide * config.Clip.TokensPerSide;
        var processor = ImageProcessorConfig.FromJson(File.ReadAllText(path));
        if (processor.CropSize != config.Clip.ImageSize || processor.NumImgTokens != tokens)
            throw new ConfigException($"{folder}: {PreprocessorFile} has crops of {processor.CropSize} px and {processor.NumImgTokens} tokens, config.json {config.Clip.ImageSize} px and {tokens}; they must agree.");
        return options.NumCrops is { } crops ? processor.WithNumCrops(crops) : processor;
    }
}
