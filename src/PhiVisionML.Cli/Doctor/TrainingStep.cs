using PhiVisionML.Cli.Output;
using PhiVisionML.MLNet;
using PhiVisionML.Model;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Lora;
using PhiVisionML.Model.Text;
using PhiVisionML.Training;
using PhiVisionML.Training.Samples;

namespace PhiVisionML.Cli.Doctor;

/// <summary>What a step of a fine-tuning takes on this machine.</summary>
/// <param name="SecondsPerRow">Forward, backward and update, over the rows of a step.</param>
/// <param name="Rows">Rows of a step.</param>
/// <param name="Megabytes">Memory of the whole process meanwhile (10⁶ bytes).</param>
internal sealed record TrainingStep(double SecondsPerRow, int Rows, double Megabytes)
{
    /// <summary>Steps that are taken: the first, which also warms up, is not counted.</summary>
    private const int Steps = 4;

    /// <summary>The number of rows that <c>train</c> puts into a step unless told otherwise.</summary>
    public static readonly int RowsOfStep = new PhiVisionFineTuneEstimator.Options().TrainingBatchSize;

    /// <summary>Takes a few steps with the catalog's own rows; nothing of them is kept.</summary>
    public static TrainingStep Measure(BaseArithmetic arithmetic, IReadOnlyList<RowBudget> rows, CancellationToken cancellation)
    {
        using var model = PhiVisionModel.Load(arithmetic.Folder, new PhiVisionModelOptions { NumCrops = arithmetic.Pictures.NumCrops });
        var encoder = new SampleEncoder(arithmetic.MostTokens);
        var samples = new SampleList([.. rows.Select(row => Encode(model, encoder, row)).OfType<TrainingSample>().Take(RowsOfStep)]);
        var seconds = new List<double>();
        double megabytes = 0;
        var options = new TrainingOptions { Lora = new LoraOptions(), Epochs = Steps, BatchRows = RowsOfStep };
        int tokens = Enumerable.Range(0, samples.Count).Sum(i => samples.Size(i).Tokens);
        var progress = new SynchronousProgress<TrainingProgress>(report =>
        {
            seconds.Add(tokens / report.TokensPerSecond);
            megabytes = Math.Max(megabytes, report.ResidentMegabytes);
        });
        using var adapter = new Trainer(model.Network, model.Processor, options).Train(samples, progress: progress, cancellation: cancellation).Adapter;
        return new TrainingStep(seconds.Skip(1).Min() / samples.Count, samples.Count, megabytes);
    }

    /// <summary>Null for a picture that turns out broken in its last rows.</summary>
    private static TrainingSample? Encode(PhiVisionModel model, SampleEncoder encoder, RowBudget row)
    {
        try
        {
            var picture = model.Processor.Process(PictureDecoder.DecodeFile(row.Picture.Path));
            return encoder.Encode(row.Product.ProductCode, model.Prompts.Encode(Prompt.ForPictures(1, row.Prompt), [picture.Layout.Tokens]), model.Prompts.EncodeAnswer(row.Answer), [picture]);
        }
        catch (Exception e) when (e is PictureRefusedException or SampleRefusedException or IOException)
        {
            return null;
        }
    }
}
