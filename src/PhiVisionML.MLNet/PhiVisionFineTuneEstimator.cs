using Microsoft.ML;
using Microsoft.ML.Runtime;
using PhiVisionML.MLNet.Columns;
using PhiVisionML.MLNet.FineTuning;
using PhiVisionML.MLNet.Scoring;

namespace PhiVisionML.MLNet;

/// <summary>Teaches Phi-3-Vision to fill in the fields of a template from the pictures of each row: trains a LoRA adapter.</summary>
/// <remarks>
/// <format type="text/markdown"><![CDATA[
/// ### Estimator Characteristics
/// |  |  |
/// | -- | -- |
/// | Does this estimator need to look at the data to train its parameters? | Yes |
/// | Input column data type | Image, vector of <xref:System.Byte> (an encoded picture) or text (the path of one); text and numbers for the prompt; text or numbers in a column for each field of the template, named as the field |
/// | Output column data type | Text; <xref:System.Double> for numeric fields of the template; <xref:System.Single> for the score and confidences, <xref:System.Int32> for the token count |
/// | Required NuGet in addition to Microsoft.ML | Microsoft.ML.ImageAnalytics, and one of TorchSharp-cpu and TorchSharp-cuda |
/// | Exportable to ONNX | No |
/// ]]></format>
/// <para>The data are read once; rows are shuffled from a file of their encoded form, since no source of ML.NET can shuffle pictures.
/// The base model's own weights never change, so several tuned transformers share one copy of them. With the same seed, options and
/// data a training on the CPU gives the same adapter.</para>
/// <para>After every training it is measured whether the model uses its pictures: see <see cref="PhiVisionTransformer.Grounding"/>.</para>
/// To create it, use <see cref="PhiVisionCatalog.PhiVisionFineTune(TransformsCatalog, Options)"/>.
/// </remarks>
public sealed partial class PhiVisionFineTuneEstimator : IEstimator<PhiVisionTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly IHost _host;
    private readonly FineTunePlan _plan;

    internal PhiVisionFineTuneEstimator(IHostEnvironment environment, Options options)
    {
        _environment = environment;
        _host = environment.Register(nameof(PhiVisionFineTuneEstimator));
        _plan = options.ToPlan(_host);
    }

    /// <summary>Trains an adapter.</summary>
    /// <param name="input">Rows with pictures and with a column for each field of the template.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type, or an option does not fit the data.</exception>
    /// <exception cref="FileNotFoundException">No base model is named.</exception>
    /// <exception cref="FormatException">The base model's folder is damaged; a row cannot be used, under <see cref="OnError.Throw"/>; or no row can.</exception>
    /// <exception cref="InvalidOperationException">The GPU that is asked for is not there, or an answer of the template doesn't fit MaxNewTokens.</exception>
    /// <exception cref="Training.TrainingDivergedException">The loss is no longer a number; the message has the step and its rows.</exception>
    /// <exception cref="Training.Checkpoints.CheckpointMismatchException">The workspace holds another run's checkpoint.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, and the options do not ask for the current result.</exception>
    public PhiVisionTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new FineTuneRun(_environment, _host, _plan).Fit(input);
    }

    /// <summary>Says which columns come out for given ones.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (var field in Catalog.Answers.AnswerTemplate.Parse(_plan.Settings.Answer!.Template).Fields)
            InputColumn.TextOrNumber.Check(_host, inputSchema, field.Name);
        if (_plan.IdColumnName is { } id)
            InputColumn.TextOrNumber.Check(_host, inputSchema, id);
        return OutputShape.Of(_host, inputSchema, _plan.Settings);
    }
}
