using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.MLNet.Batching;
using PhiVisionML.MLNet.Interop;
using PhiVisionML.MLNet.Scoring;
using PhiVisionML.MLNet.Storage;
using PhiVisionML.Training.Grounding;

namespace PhiVisionML.MLNet;

/// <summary>Answers a prompt about the pictures of each row, lazily and in batches.</summary>
/// <remarks>
/// <para>Making, saving, loading and chaining it is cheap: the weights are loaded when the first row is wanted, and only
/// the columns that are read are computed. Several threads may use one transformer; they take turns at the model.</para>
/// <para><c>mlContext.Model.Save</c> stores the adapter and the base model's fingerprint, not the base model.
/// <c>mlContext.Model.Load</c> needs nothing registered. Only load models from trusted sources.</para>
/// <para>A <c>PredictionEngine</c> disposes the transformer that it was made with unless told otherwise
/// (<c>PredictionEngineOptions.OwnsTransformer</c>).</para>
/// <para>A column of <see cref="MLImage"/> that is read together with an answer is passed on as a copy, which is disposed
/// when the same variable receives the next row's: as everywhere in ML.NET, keep a picture by copying it.</para>
/// </remarks>
public sealed partial class PhiVisionTransformer : ITransformer, IDisposable
{
    internal const string LoaderSignature = "PhiVisionTransformer";

    private static readonly ModelVersion Version = new(
        "PHIVISN1", Written: 0x00010001, ReadableBy: 0x00010001, OldestReadable: 0x00010001, "PhiVisionML.Registration", LoaderSignature);

    private readonly IHostEnvironment _environment;
    private readonly IHost _host;
    private readonly SavedModel _model;
    private readonly IPictureModelFactory _factory;
    private readonly PictureModelRequest _request;
    private readonly CancellationToken _cancellation;
    private readonly Lock _opening;
    private IPictureScorer? _scorer;
    private bool _isDisposed;

    /// <param name="environment">The context's own environment.</param>
    /// <param name="model">What is saved of this transformer.</param>
    /// <param name="baseFolder">Where the base model lies on this machine.</param>
    /// <param name="cancellation">Cancels scoring.</param>
    internal PhiVisionTransformer(IHostEnvironment environment, SavedModel model, string baseFolder, CancellationToken cancellation)
    {
        _environment = environment;
        _host = environment.Register(nameof(PhiVisionTransformer));
        _model = model;
        _factory = PictureModels.FactoryOf(environment);
        _request = new(_host, baseFolder, model.Adapter, model.Settings, MLNetInterop.GetSettings(environment));
        _cancellation = cancellation;
        _opening = new();
    }

    /// <summary>The option of <c>mlContext.SetOption</c> that names the base model's folder, for loading where it lies elsewhere than when it was saved.</summary>
    public const string BaseModelPathOption = BaseModelLocator.OptionName;

    /// <summary>The folder of the base model on this machine.</summary>
    public string BaseModelPath => _request.BaseFolder;

    /// <summary>The template whose fields are filled in; null when answers are free text.</summary>
    public AnswerTemplate? Template => _model.Settings.Answer is { } answer ? AnswerTemplate.Parse(answer.Template) : null;

    /// <summary>The values that each choice field of the template may take, by field name: those of the training rows, after a fine-tuning.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Choices => _model.Settings.Answer?.Choices ?? new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>How the adapter was trained; null when there is none, or it was made elsewhere.</summary>
    public FineTuneReport? FineTuning => _model.Training;

    /// <summary>
    /// Whether the tuned model uses its pictures: its loss and accuracies with the right pictures, with those of other rows and with
    /// blank ones, and a verdict in plain words. Null where <see cref="FineTuning"/> has none.
    /// </summary>
    public GroundingReport? Grounding => FineTuning?.Grounding;

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>Loads what <see cref="SaveAdapter"/> wrote.</summary>
    /// <param name="mlContext">The context, whose options may name the base model's folder.</param>
    /// <param name="folder">The adapter's folder.</param>
    /// <exception cref="FormatException">The folder is incomplete, damaged, or written by a newer release.</exception>
    /// <exception cref="FileNotFoundException">The base model is not found; the message lists where it was looked for.</exception>
    /// <remarks>Only load models from trusted sources.</remarks>
    public static PhiVisionTransformer Load(MLContext mlContext, string folder)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Read(MLNetInterop.GetEnvironment(mlContext.Transforms), new FolderArchive(Path.GetFullPath(folder)));
    }

    /// <summary>
    /// Writes the adapter under PEFT's file names, with what is needed to <see cref="Load"/> it again: the same files as
    /// inside the zip of <c>mlContext.Model.Save</c>.
    /// </summary>
    /// <param name="folder">The folder; it is made if need be, and files of these names are replaced.</param>
    /// <exception cref="InvalidOperationException">There is no adapter: the transformer scores with the base model alone.</exception>
    public void SaveAdapter(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (_model.Adapter is null)
            throw _host.Process(new InvalidOperationException("This transformer has no adapter to save: it scores with the base model alone."));
        _model.Write(new FolderArchive(Path.GetFullPath(folder)));
    }

    /// <summary>Says which columns come out for given ones.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return CreateMapper(inputSchema).OutputSchema;
    }

    /// <summary>Gives a view of the answers. Nothing is read or scored before its rows are asked for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new BatchedDataView<PreparedRow, PictureAnswer>(input, CreateMapper(input.Schema));
    }

    /// <summary>Lets the model go. Scoring that is under way ends first; views and engines over this transformer are of no use afterwards.</summary>
    public void Dispose()
    {
        lock (_opening)
        {
            _isDisposed = true;
            _scorer?.Dispose();
            _scorer = null;
        }
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new BatchRowMapper<PreparedRow, PictureAnswer>(CreateMapper(inputSchema));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        MLNetInterop.SetVersionInfo(ctx, Version);
        _model.Write(new SaveContextWriter(ctx));
    }

    internal static BaseModelLocator CreateLocator(IHostEnvironment environment)
        => new(
            MLNetInterop.GetOption<string>(environment, BaseModelLocator.OptionName), Environment.GetEnvironmentVariable,
            BaseModelFingerprint.Compute);

    // Called by PhiVisionML.Registration, which ML.NET's loader calls; the context is an internal ModelLoadContext.
    private static PhiVisionTransformer Create(IHostEnvironment environment, object context)
    {
        MLNetInterop.CheckAtModel(context, Version);
        return Read(environment, new LoadContextReader(context));
    }

    private static PhiVisionTransformer Read(IHostEnvironment environment, IModelReader reader)
    {
        try
        {
            var model = SavedModel.Read(reader);
            return new(environment, model, CreateLocator(environment).Find(model.Base), CancellationToken.None);
        }
        catch (Exception failure) when (failure is FormatException or FileNotFoundException)
        {
            throw environment.Process(failure);
        }
    }

    private PictureMapper CreateMapper(DataViewSchema inputSchema) => new(_host, inputSchema, _model.Settings, OpenScorer, _cancellation);

    private IPictureScorer OpenScorer()
    {
        lock (_opening)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _scorer ??= _factory.Open(_request);
        }
    }
}
