using Microsoft.ML;
using Microsoft.ML.Runtime;
using PhiVisionML.MLNet.Columns;
using PhiVisionML.MLNet.FineTuning;
using PhiVisionML.MLNet.Interop;
using PhiVisionML.Model.Lora;
using PhiVisionML.Training;
using PhiVisionML.Training.Optimizers;

namespace PhiVisionML.MLNet;

/// <content>The options.</content>
public sealed partial class PhiVisionFineTuneEstimator
{
    /// <summary>
    /// The options of <see cref="PhiVisionFineTuneEstimator"/>. <see cref="PhiVisionScoringOptions.Template"/> is required: its fields
    /// name the columns that are learned. Under <see cref="PhiVisionScoringOptions.OnError"/> <see cref="OnError.Throw"/> a row that
    /// cannot be trained on ends the training with its id; under <see cref="OnError.EmitEmpty"/> such rows are left out, each with a
    /// warning, and are listed in <see cref="FineTuneReport.RefusedRows"/>. A whole-model tuning is not offered here, for an ML.NET
    /// model holds an adapter and names its base; use <c>PhiVisionML.Training.Trainer</c> for that and take its folder as the base.
    /// </summary>
    public sealed class Options : PhiVisionScoringOptions
    {
        /// <summary>
        /// Rank and layers of the adapter. The default is rank 16 on the decoder. For a small base, or pictures unlike any it has
        /// seen, let the vision tower and the projector learn too: <c>TargetModules = [.. LoraOptions.DecoderModules, .. LoraOptions.VisionModules]</c>.
        /// </summary>
        public LoraOptions Lora { get; set; } = new();

        /// <summary>How often every row is seen, at least 1. The default is 3.</summary>
        public int MaxEpoch { get; set; } = 3;

        /// <summary>The most rows of one forward pass in training, at least 1. The default is 8. (<see cref="PhiVisionScoringOptions.BatchSize"/> is for scoring.)</summary>
        public int TrainingBatchSize { get; set; } = 8;

        /// <summary>
        /// The most tokens of one forward pass in training, padding included, and so of a row, at least 1: more is faster and takes
        /// more memory. The default is 4,096.
        /// </summary>
        public int TrainingBatchTokens { get; set; } = 4096;

        /// <summary>Forward passes whose gradients make one step, at least 1. The default is 1.</summary>
        public int AccumulationBatches { get; set; } = 1;

        /// <summary>The largest learning rate, above 0. The default is 0.0002.</summary>
        public double LearningRate { get; set; } = 2e-4;

        /// <summary>Decoupled weight decay, 0 or more. The default is 0.01.</summary>
        public double WeightDecay { get; set; } = 0.01;

        /// <summary>The share of all steps in which the learning rate rises, 0 to 1. The default is 0.03.</summary>
        public double WarmupRatio { get; set; } = 0.03;

        /// <summary>How the learning rate goes on after that. The default falls in a straight line.</summary>
        public ScheduleKind Schedule { get; set; } = ScheduleKind.Linear;

        /// <summary>
        /// Rows to measure on, with the columns of the training rows (as they reach this estimator). The weights of the best
        /// validation are kept. Null (the default) goes without; excludes <see cref="ValidationSetFraction"/>.
        /// </summary>
        public IDataView? ValidationSet { get; set; }

        /// <summary>
        /// The share of the rows that is drawn for validation, 0 to below 1. Rows are drawn one by one: where a product has several
        /// pictures, split by product and give <see cref="ValidationSet"/>. The default is 0, none.
        /// </summary>
        public double ValidationSetFraction { get; set; }

        /// <summary>Steps between validations, at least 1; the last step is always followed by one. The default is 100.</summary>
        public int ValidationSteps { get; set; } = 100;

        /// <summary>Validations without a better loss after which the training ends, at least 1. Null (the default) never ends it early. Needs validation rows.</summary>
        public int? EarlyStoppingPatience { get; set; }

        /// <summary>
        /// Whether each validation also generates answers (of at most <see cref="GroundingRows"/> rows) and tells how often each field
        /// is right, as <c>accuracy_{field}</c> in <see cref="ValidationPoint.Metrics"/>. Needs validation rows. The default is false.
        /// </summary>
        public bool MeasureFields { get; set; }

        /// <summary>The seed of the order of rows, of the adapter's first weights and of augmentation. Null (the default) takes the context's, or 0.</summary>
        public int? Seed { get; set; }

        /// <summary>
        /// The folder for encoded rows, checkpoints and run.jsonl, a line a step. A training that was interrupted goes on from its
        /// checkpoint when it is started again with the same folder, data and options. Null (the default) keeps nothing.
        /// </summary>
        public string? WorkspacePath { get; set; }

        /// <summary>Steps between checkpoints, at least 1. The default is 100. It matters with <see cref="WorkspacePath"/> only.</summary>
        public int CheckpointSteps { get; set; } = 100;

        /// <summary>Steps between lines in <c>mlContext.Log</c>, at least 1. The default is 10.</summary>
        public int LogEveryNStep { get; set; } = 10;

        /// <summary>Called after each step with loss, learning rate, speed and, where there was one, the validation. The default is none.</summary>
        public Action<TrainingProgress>? MetricsCallback { get; set; }

        /// <summary>
        /// Whether each epoch sees the pictures a little changed: mirrored or not, shifted by up to 4 %, lighter or darker. Not for
        /// pictures whose lettering matters. The default is false.
        /// </summary>
        public bool Augment { get; set; }

        /// <summary>The column with each row's name for warnings and reports, text or number. Null (the default) counts rows.</summary>
        public string? IdColumnName { get; set; }

        /// <summary>The most rows on which it is measured whether the model uses its pictures, at least 2; validation rows where there are any. The default is 48.</summary>
        public int GroundingRows { get; set; } = 48;

        /// <summary>What <see cref="PhiVisionScoringOptions.CancellationToken"/> and <c>MLContext.CancelExecution</c> do to a training. The default throws.</summary>
        public CancellationBehavior CancellationBehavior { get; set; } = CancellationBehavior.Throw;

        internal FineTunePlan ToPlan(IHost host)
        {
            if (Template is null)
                throw ColumnErrors.UserArgument(host, nameof(Template), "Template is null; it says what is learned, like AnswerTemplate.Parse(\"Product: {title}\").");
            Check(host);
            return new()
            {
                Settings = ToSettings(host),
                Training = ToTraining(host),
                BaseModelPath = BaseModelPath,
                IdColumnName = IdColumnName,
                ValidationSet = ValidationSet,
                ValidationSetFraction = ValidationSetFraction,
                WorkspacePath = WorkspacePath is null ? null : Path.GetFullPath(WorkspacePath),
                Augment = Augment,
                MeasureFields = MeasureFields,
                GroundingRows = GroundingRows,
                LogEveryNStep = LogEveryNStep,
                MetricsCallback = MetricsCallback,
                Cancellation = CancellationToken,
            };
        }

        private void Check(IHost host)
        {
            RequirePositive(host, MaxEpoch, nameof(MaxEpoch));
            RequirePositive(host, TrainingBatchSize, nameof(TrainingBatchSize));
            RequirePositive(host, TrainingBatchTokens, nameof(TrainingBatchTokens));
            RequirePositive(host, LogEveryNStep, nameof(LogEveryNStep));
            if (IdColumnName is not null)
                RequireName(host, IdColumnName, nameof(IdColumnName));
            if (GroundingRows < 2)
                throw ColumnErrors.UserArgument(host, nameof(GroundingRows), $"GroundingRows is {GroundingRows}; pictures can be exchanged between at least 2 rows.");
            if (!(ValidationSetFraction is >= 0 and < 1))
                throw ColumnErrors.UserArgument(host, nameof(ValidationSetFraction), $"ValidationSetFraction is {ValidationSetFraction}; it must be from 0 to below 1.");
            if (ValidationSet is not null && ValidationSetFraction > 0)
                throw ColumnErrors.UserArgument(host, nameof(ValidationSetFraction), "ValidationSet and ValidationSetFraction are both set; leave one of them out.");
            bool validates = ValidationSet is not null || ValidationSetFraction > 0;
            if (MeasureFields && !validates)
                throw ColumnErrors.UserArgument(host, nameof(MeasureFields), "MeasureFields is set, but there are no validation rows to measure on; set ValidationSet or ValidationSetFraction.");
            if (EarlyStoppingPatience is not null && !validates)
                throw ColumnErrors.UserArgument(host, nameof(EarlyStoppingPatience), "EarlyStoppingPatience is set, but there are no validation rows to watch; set ValidationSet or ValidationSetFraction.");
        }

        private TrainingOptions ToTraining(IHost host)
        {
            var options = new TrainingOptions
            {
                Lora = Lora,
                Epochs = MaxEpoch,
                BatchRows = TrainingBatchSize,
                BatchTokens = TrainingBatchTokens,
                AccumulationBatches = AccumulationBatches,
                LearningRate = LearningRate,
                WeightDecay = WeightDecay,
                WarmupRatio = WarmupRatio,
                Schedule = Schedule,
                Seed = Seed ?? MLNetInterop.GetSettings(host).Seed ?? 0,
                ValidationSteps = ValidationSteps,
                EarlyStoppingPatience = EarlyStoppingPatience,
                CheckpointSteps = CheckpointSteps,
                Cancellation = CancellationBehavior,
            };
            try
            {
                options.Validate();
                return options;
            }
            catch (ArgumentException failure)
            {
                throw host.Process(failure);
            }
        }
    }
}
