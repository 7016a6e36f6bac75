using System.Globalization;
using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Model;
using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Text;
using PhiVisionML.Model.Text.Training;
using PhiVisionML.Model.Weights;
using PhiVisionML.Training;
using PhiVisionML.Training.Optimizers;
using static TorchSharp.torch;

namespace PhiVisionML.Cli.TinyModel;

/// <summary>Makes the tiny base model from nothing: tokenizer, network, and training on drawn products with captions.</summary>
internal sealed class TinyModelTrainer(TinyModelOptions options)
{
    private const int ValidationRows = 128, ExamProducts = 128, CorpusSentences = 20_000;
    private const double TowerRate = 0.1;   // of the learning rate, in the second stage: the tower has learned already, the decoder has not
    private const long ValidationSeed = 1_000_003, ExamSeed = 2_000_003;   // far from any training seed's pictures

    internal static AdamWOptions AdamW { get; } = new() { Beta1 = 0.9, Beta2 = 0.98, Epsilon = 1e-8 };

    /// <summary>Trains and writes the model folder.</summary>
    /// <returns>The exam's shares of right answers with the weights as they were written.</returns>
    public IReadOnlyDictionary<string, double> Run(Action<int, double, IReadOnlyDictionary<string, double>> towerProgress, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        Directory.CreateDirectory(options.OutputFolder);
        var tokenizer = MakeTokenizer();
        var config = WriteConfigs(tokenizer);
        var processor = new ImageProcessor(TinyModelConfig.Pictures);
        using (var network = new Phi3Vision(config, new NarrowWeights(options.Seed)))
        {
            new TowerTrainer(network, processor, options).Run(towerProgress, cancellation);
            Train(network, tokenizer, processor, progress, cancellation);
            foreach (var slot in network.Weights.Slots)
                slot.Value = slot.Value.detach().to_type(ScalarType.BFloat16).DetachFromDisposeScope();
            Checkpoint.Save(options.OutputFolder, network.Weights);
        }

        using var model = PhiVisionModel.Load(options.OutputFolder);
        return new AttributeExam(2 * ExamProducts, ExamSeed + 1, tokenizer, processor).Run(model.Generator);
    }

    private void Train(Phi3Vision network, PhiTokenizer tokenizer, ImageProcessor processor, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var exam = new AttributeExam(ExamProducts, ExamSeed, tokenizer, processor);
        var generator = new TextGenerator(network, tokenizer, processor);
        var trainer = new Trainer(network, processor, new TrainingOptions
        {
            Mode = TrainingMode.Full,
            BatchRows = options.BatchRows,
            BatchTokens = int.MaxValue,
            LearningRate = options.LearningRate,
            Parts = new Dictionary<TrainingPart, PartRates> { [TrainingPart.Tower] = new(options.LearningRate * TowerRate) },
            Schedule = ScheduleKind.Cosine,
            WarmupSteps = Math.Min(100, options.Steps / 10),
            WeightDecay = 0.05,
            AdamW = AdamW,
            ValidationSteps = options.ValidationSteps,
            KeepBest = false,
            Seed = options.Seed,
            LogSteps = 10,
            RunLogPath = Path.Combine(options.OutputFolder, "training-log.jsonl"),
            CheckpointFolder = options.CheckpointFolder,
            CheckpointSteps = 200,
        })
        {
            Measure = _ => exam.Run(generator),
        };
        trainer.Train(
            new DrawnCaptionSource(options.Steps * options.BatchRows, options.Seed, tokenizer, processor),
            new DrawnCaptionSource(ValidationRows, ValidationSeed, tokenizer, processor),
            progress,
            cancellation);
    }

    private PhiTokenizer MakeTokenizer()
    {
        var trained = SentencePieceBpeTrainer.Train(CaptionCorpus.Lines(CorpusSentences, options.Seed), new SentencePieceBpeTrainerOptions { VocabularySize = 1024 });
        trained.Save(options.OutputFolder);
        return trained.ToTokenizer();
    }

    private Phi3VisionConfig WriteConfigs(PhiTokenizer tokenizer)
    {
        var config = TinyModelConfig.Network(tokenizer.VocabularySize, tokenizer.EndOfTextId);
        File.WriteAllText(Path.Combine(options.OutputFolder, "config.json"), config.ToJson());
        File.WriteAllText(Path.Combine(options.OutputFolder, "preprocessor_config.json"), TinyModelConfig.Pictures.ToJson());
        File.WriteAllText(
            Path.Combine(options.OutputFolder, "generation_config.json"),
            string.Create(CultureInfo.InvariantCulture, $$"""{"bos_token_id": {{tokenizer.BosId}}, "eos_token_id": [{{string.Join(", ", tokenizer.DefaultStopTokens)}}], "pad_token_id": {{tokenizer.EndOfTextId}}}"""));
        return config;
    }
}
