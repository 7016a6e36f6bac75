using Microsoft.ML.Runtime;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.MLNet.Columns;
using PhiVisionML.MLNet.Scoring;
using PhiVisionML.Model.Images;

namespace PhiVisionML.MLNet;

/// <content>The checks, and the copy that is saved.</content>
public abstract partial class PhiVisionScoringOptions
{
    /// <summary>Checks the options and takes a copy of what is saved with the model.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or two exclude each other.</exception>
    internal ScoringSettings ToSettings(IExceptionContext context)
    {
        RequireName(context, ImageColumnName, nameof(ImageColumnName));
        foreach (var name in AdditionalImageColumnNames)
            RequireName(context, name, nameof(AdditionalImageColumnNames));
        RequirePositive(context, MaxNewTokens, nameof(MaxNewTokens));
        RequirePositive(context, BatchSize, nameof(BatchSize));
        RequirePositive(context, BatchTokens, nameof(BatchTokens));
        RequirePositive(context, MaxConcurrentCursors, nameof(MaxConcurrentCursors));
        if (NumCrops is { } crops)
            RequirePositive(context, crops, nameof(NumCrops));
        if (MaxPixels is < 1 or > PictureDecoderOptions.PixelLimit)
            throw ColumnErrors.UserArgument(context, nameof(MaxPixels), $"MaxPixels is {MaxPixels}; it must be from 1 to {PictureDecoderOptions.PixelLimit}.");
        RequirePrompt(context);
        RequireOutputs(context);
        return new()
        {
            ImageColumnNames = [ImageColumnName, .. AdditionalImageColumnNames],
            ImageFolder = ImageFolder is null ? null : Path.GetFullPath(ImageFolder),
            PromptColumnName = PromptColumnName,
            PromptTemplate = PromptColumnName is null ? PromptTemplate ?? Defaults.PromptTemplate : null,
            OutputColumnName = OutputColumnName,
            ScoreColumnName = ScoreColumnName,
            TokenCountColumnName = TokenCountColumnName,
            ErrorColumnName = ErrorColumnName,
            Answer = CopyAnswer(),
            HasEvidence = EvidenceColumns,
            Pictures = new(NumCrops, ApplyExifOrientation, BlendAlphaOntoWhite, MaxPixels),
            Precision = Precision,
            Generation = new(MaxNewTokens),
            Batching = new(BatchSize, BatchTokens, PrefetchBatch, MaxConcurrentCursors, OnError),
        };
    }

    private AnswerSettings? CopyAnswer() => Template is null ? null : new()
    {
        Template = Template.Source,
        IsConstrained = ConstrainAnswers,
        FieldColumnSuffix = FieldColumnSuffix,
        ConfidenceColumnSuffix = ConfidenceColumnSuffix,
        Choices = new Dictionary<string, IReadOnlyList<string>>(),
        Limits = new(),
    };

    private void RequirePrompt(IExceptionContext context)
    {
        if (PromptColumnName is not null && PromptTemplate is not null)
        {
            throw ColumnErrors.UserArgument(
                context, nameof(PromptTemplate), "PromptColumnName and PromptTemplate are both set; a row has one prompt. Leave one of them null.");
        }

        if (PromptColumnName is not null)
            RequireName(context, PromptColumnName, nameof(PromptColumnName));
        if (PromptTemplate is not null)
            _ = Catalog.Prompts.PromptTemplate.Parse(PromptTemplate);
    }

    private void RequireOutputs(IExceptionContext context)
    {
        RequireName(context, OutputColumnName, nameof(OutputColumnName));
        RequireName(context, FieldColumnSuffix, nameof(FieldColumnSuffix));
        if (ConfidenceColumnSuffix is not null)
            RequireName(context, ConfidenceColumnSuffix, nameof(ConfidenceColumnSuffix));
        var fields = Template?.Fields.Select(field => field.Name).ToList() ?? [];
        var evident = EvidenceColumns ? Template?.Fields.Where(field => field.Kind == AnswerFieldKind.Choice).Select(field => field.Name).ToList() ?? [] : [];
        string?[] names =
        [
            OutputColumnName, ScoreColumnName, TokenCountColumnName, ErrorColumnName,
            .. fields.Select(field => field + FieldColumnSuffix),
            .. fields.Where(_ => ConfidenceColumnSuffix is not null).Select(field => field + ConfidenceColumnSuffix),
            .. evident.Select(field => field + Defaults.RunnerUpSuffix),
            .. evident.Select(field => field + Defaults.RunnerUpConfidenceSuffix),
            EvidenceColumns && Template is not null ? Defaults.PromptTokenCountColumnName : null,
        ];
        var twice = names.OfType<string>().GroupBy(name => name).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw ColumnErrors.UserArgument(
                context, nameof(OutputColumnName), $"Two output columns are named '{twice.Key}'; the second would hide the first.");
        }
    }

    private protected static void RequireName(IExceptionContext context, string name, string parameter)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw ColumnErrors.UserArgument(context, parameter, "A column's name cannot be empty.");
    }

    private protected static void RequirePositive(IExceptionContext context, int value, string parameter)
    {
        if (value < 1)
            throw ColumnErrors.UserArgument(context, parameter, $"{parameter} is {value}; it must be at least 1.");
    }
}
