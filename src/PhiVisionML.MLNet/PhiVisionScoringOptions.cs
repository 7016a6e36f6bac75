using Microsoft.ML.Runtime;
using PhiVisionML.MLNet.Columns;
using PhiVisionML.MLNet.Scoring;

namespace PhiVisionML.MLNet;

/// <summary>What the options of the estimators have in common: columns, answers, batches, and what happens to bad rows.</summary>
public abstract class PhiVisionScoringOptions
{
    /// <summary>
    /// The folder of the base model. Null (the default) takes <c>mlContext.SetOption("PhiVision.BaseModelPath", folder)</c>
    /// or the environment variable PHIVISION_BASE_MODEL.
    /// </summary>
    public string? BaseModelPath { get; set; }

    /// <summary>
    /// The column of pictures: <c>MLImage</c>, encoded bytes (<c>Vector&lt;Byte&gt;</c>), or the path of a file (text).
    /// Every row must have one. The default is "Image".
    /// </summary>
    public string ImageColumnName { get; set; } = Defaults.ImageColumnName;

    /// <summary>
    /// Columns of further pictures of a row, of the same types; the model sees them after the first, in this order. An
    /// empty value means that the row has no such picture. The default is none.
    /// </summary>
    public IReadOnlyList<string> AdditionalImageColumnNames { get; set; } = [];

    /// <summary>
    /// The folder that relative paths in the picture columns start from. Null (the default) asks for full paths. Refused
    /// when no picture column holds paths.
    /// </summary>
    public string? ImageFolder { get; set; }

    /// <summary>The text column with each row's prompt. Null by default; excludes <see cref="PromptTemplate"/>.</summary>
    public string? PromptColumnName { get; set; }

    /// <summary>
    /// The prompt, with placeholders for columns of text or numbers: <c>"Write the title of this {Brand} product."</c>; a
    /// brace of the text itself is doubled. What the columns hold is plain text to the model, never a control token.
    /// Null (the default) asks "What is shown in this image?"; excludes <see cref="PromptColumnName"/>.
    /// </summary>
    public string? PromptTemplate { get; set; }

    /// <summary>The text column that receives the answer. The default is "GeneratedText".</summary>
    public string OutputColumnName { get; set; } = Defaults.OutputColumnName;

    /// <summary>
    /// The column that receives the mean log-probability of the answer's tokens (<see cref="float"/>, at most 0). The
    /// default is "Score"; null leaves the column out. Nothing is computed for a column that nobody reads.
    /// </summary>
    public string? ScoreColumnName { get; set; } = Defaults.ScoreColumnName;

    /// <summary>The column that receives the number of generated tokens (<see cref="int"/>). The default is "TokenCount"; null leaves it out.</summary>
    public string? TokenCountColumnName { get; set; } = Defaults.TokenCountColumnName;

    /// <summary>
    /// The text column that says why a row has no answer, empty when it has one. It exists only when
    /// <see cref="OnError"/> is <see cref="OnError.EmitEmpty"/>. The default is "Error"; null leaves it out.
    /// </summary>
    public string? ErrorColumnName { get; set; } = Defaults.ErrorColumnName;

    /// <summary>The most tokens of an answer, at least 1. The default is 256.</summary>
    public int MaxNewTokens { get; set; } = Defaults.MaxNewTokens;

    /// <summary>The most rows that are scored together, at least 1. The default is 8; see also <see cref="BatchTokens"/>.</summary>
    public int BatchSize { get; set; } = Defaults.BatchSize;

    /// <summary>
    /// The most prompt tokens that are scored together, padding included, at least 1: large pictures make smaller batches.
    /// A row that is longer by itself is scored alone. The default is 32,768.
    /// </summary>
    public int BatchTokens { get; set; } = Defaults.BatchTokens;

    /// <summary>Whether the next batch is read and its pictures decoded while the model scores. The default is true.</summary>
    public bool PrefetchBatch { get; set; } = true;

    /// <summary>
    /// The most cursors over which ML.NET may spread the rows, at least 1. The cursors take turns at the model, but read
    /// and decode pictures at the same time; the rows keep their order only within a cursor. The default is 1.
    /// </summary>
    public int MaxConcurrentCursors { get; set; } = 1;

    /// <summary>What happens to a row that cannot be read or scored. The default is <see cref="OnError.Throw"/>.</summary>
    public OnError OnError { get; set; }

    /// <summary>
    /// Cancels scoring: looked at between rows and between tokens. It is not saved with the model. The default cannot be
    /// cancelled.
    /// </summary>
    public CancellationToken CancellationToken { get; set; }

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
            Generation = new(MaxNewTokens),
            Batching = new(BatchSize, BatchTokens, PrefetchBatch, MaxConcurrentCursors, OnError),
        };
    }

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
            _ = Prompts.PromptTemplate.Parse(PromptTemplate);
    }

    private void RequireOutputs(IExceptionContext context)
    {
        RequireName(context, OutputColumnName, nameof(OutputColumnName));
        string?[] names = [OutputColumnName, ScoreColumnName, TokenCountColumnName, ErrorColumnName];
        var twice = names.OfType<string>().GroupBy(name => name).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw ColumnErrors.UserArgument(
                context, nameof(OutputColumnName), $"Two output columns are named '{twice.Key}'; the second would hide the first.");
        }
    }

    private static void RequireName(IExceptionContext context, string name, string parameter)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw ColumnErrors.UserArgument(context, parameter, "A column's name cannot be empty.");
    }

    private static void RequirePositive(IExceptionContext context, int value, string parameter)
    {
        if (value < 1)
            throw ColumnErrors.UserArgument(context, parameter, $"{parameter} is {value}; it must be at least 1.");
    }

    internal static class Defaults
    {
        public const string ImageColumnName = "Image";
        public const string OutputColumnName = "GeneratedText";
        public const string ScoreColumnName = "Score";
        public const string TokenCountColumnName = "TokenCount";
        public const string ErrorColumnName = "Error";
        public const string PromptTemplate = "What is shown in this image?";
        public const int MaxNewTokens = 256;
        public const int BatchSize = 8;
        public const int BatchTokens = 32_768;
    }
}
