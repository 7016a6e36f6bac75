using Microsoft.ML;
using Microsoft.ML.Runtime;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.MLNet.Columns;
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
/// | Output column data type | Text; <xref:System.Double> for numeric fields of the template; <xref:System.Single> for the score and confidences, <xref:System.Int32> for the token count |
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
        _settings = WithChoices(options, options.ToSettings(_host));
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
        var baseModel = BaseModelFinder.Find(_environment, _host, _baseModelPath, adapterFolder is null ? null : SavedModel.TryReadBase(adapterFolder));
        var transformer = new PhiVisionTransformer(_environment, new(_settings, baseModel, adapter, Training: null), baseModel.Path, _cancellation);
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

    private ScoringSettings WithChoices(Options options, ScoringSettings settings)
    {
        var fields = options is { Template: { } template, ConstrainAnswers: true }
            ? template.Fields.Where(field => field.Kind == AnswerFieldKind.Choice).ToDictionary(field => field.Name)
            : [];
        if (options.Choices.Keys.FirstOrDefault(name => !fields.ContainsKey(name)) is { } unknown)
        {
            throw ColumnErrors.UserArgument(
                _host, nameof(options.Choices), $"Choices has a list for '{unknown}', which no constrained choice field of the template is named.");
        }

        if (fields.Keys.FirstOrDefault(name => options.Choices.GetValueOrDefault(name, []).Count == 0) is { } missing)
        {
            throw ColumnErrors.UserArgument(
                _host, nameof(options.Choices), $"The choice field '{missing}' has no list of values. Give one in Choices, or set ConstrainAnswers to false.");
        }

        return settings.Answer is null ? settings : settings with
        {
            Answer = settings.Answer with { Choices = fields.ToDictionary(field => field.Key, field => ChoiceValues.Collect(field.Value, options.Choices[field.Key])) },
        };
    }

    /// <summary>The options of <see cref="PhiVisionEstimator"/>.</summary>
    public sealed class Options : PhiVisionScoringOptions
    {
        /// <summary>
        /// A folder with adapter_config.json and adapter_model.safetensors, made by <see cref="PhiVisionTransformer.SaveAdapter"/>
        /// or by Python's PEFT. Null (the default) scores with the base model alone. The columns and the
        /// template are those of these options; to score just as a saved transformer did, use <see cref="PhiVisionTransformer.Load"/>.
        /// </summary>
        public string? AdapterPath { get; set; }

        /// <summary>
        /// The values that each choice field of the template may take, by field name. Needed for all of them when answers are
        /// constrained, refused otherwise. The default is none.
        /// </summary>
        public IReadOnlyDictionary<string, IReadOnlyList<string>> Choices { get; set; } = new Dictionary<string, IReadOnlyList<string>>();
    }
}
