using Microsoft.ML;
using Microsoft.ML.Runtime;
using PhiVisionML.MLNet.Scoring;
using PhiVisionML.MLNet.Storage;

namespace PhiVisionML.MLNet;

/// <summary>Answers a prompt about the pictures of each row with Phi-3-Vision, with or without an adapter. Nothing is trained.</summary>
/// <remarks>
/// <format type="text/markdown"><![CDATA[
/// ### Estimator Characteristics
/// |  |  |
/// | -- | -- |
/// | Does this estimator need to look at the data to train its parameters? | No |
/// | Input column data type | Image, vector of <xref:System.Byte> (an encoded picture) or text (the path of one); text and numbers for the prompt |
/// | Output column data type | Text; <xref:System.Single> for the score, <xref:System.Int32> for the token count |
/// | Required NuGet in addition to Microsoft.ML | Microsoft.ML.ImageAnalytics, and one of TorchSharp-cpu and TorchSharp-cuda |
/// | Exportable to ONNX | No |
/// ]]></format>
/// To create it, use <see cref="PhiVisionCatalog.PhiVision(TransformsCatalog, Options)"/>.
/// </remarks>
public sealed class PhiVisionEstimator : IEstimator<PhiVisionTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly IHost _host;
    private readonly ScoringSettings _settings;
    private readonly string? _baseModelPath;
    private readonly string? _adapterPath;
    private readonly CancellationToken _cancellation;

    internal PhiVisionEstimator(IHostEnvironment environment, Options options)
    {
        _environment = environment;
        _host = environment.Register(nameof(PhiVisionEstimator));
        _settings = options.ToSettings(_host);
        _baseModelPath = options.BaseModelPath;
        _adapterPath = options.AdapterPath;
        _cancellation = options.CancellationToken;
    }

    /// <summary>Finds the base model and reads the adapter. The weights of the base are loaded when the first row is scored.</summary>
    /// <param name="input">Data with the input columns; no row of it is read.</param>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type.</exception>
    /// <exception cref="FileNotFoundException">No base model is named, or the one that the adapter was made with is not found.</exception>
    /// <exception cref="FormatException">The folder of the base model or of the adapter is damaged or holds something else.</exception>
    public PhiVisionTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var adapterFolder = _adapterPath is null ? null : new FolderArchive(Path.GetFullPath(_adapterPath));
        var adapter = adapterFolder is null ? null : AdapterPackage.Read(adapterFolder);
        var baseModel = FindBase(adapterFolder);
        var transformer = new PhiVisionTransformer(_environment, new(_settings, baseModel, adapter, default), baseModel.Path, _cancellation);
        _ = transformer.GetOutputSchema(input.Schema); // refuses columns that do not fit
        return transformer;
    }

    /// <summary>Says which columns come out for given ones.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return OutputShape.Of(_host, inputSchema, _settings);
    }

    private BaseModelReference FindBase(FolderArchive? adapter)
    {
        var locator = PhiVisionTransformer.CreateLocator(_environment);
        var wanted = adapter is null ? null : SavedModel.TryReadBase(adapter);
        if (_baseModelPath is null && wanted is not null)
            return wanted with { Path = locator.Find(wanted) };

        var folder = _baseModelPath ?? locator.FindAny();
        try
        {
            var found = BaseModelReference.Of(folder);
            return wanted?.Fingerprint.DifferenceTo(found.Fingerprint) is { } difference
                ? throw new FormatException($"it is not the base model '{wanted.ModelId}' that the adapter was made with: {difference}")
                : found;
        }
        catch (FormatException failure)
        {
            throw _host.Process(new FormatException($"The base model '{folder}' cannot be used: {failure.Message}.", failure));
        }
    }

    /// <summary>The options of <see cref="PhiVisionEstimator"/>.</summary>
    public sealed class Options : PhiVisionScoringOptions
    {
        /// <summary>
        /// A folder with adapter_config.json and adapter_model.safetensors, made by <see cref="PhiVisionTransformer.SaveAdapter"/>
        /// or by Python's PEFT. Null (the default) scores with the base model alone.
        /// </summary>
        public string? AdapterPath { get; set; }
    }
}
