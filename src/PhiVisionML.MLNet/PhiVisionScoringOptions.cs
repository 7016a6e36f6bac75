using PhiVisionML.Catalog.Answers;
using PhiVisionML.Model.Images;

namespace PhiVisionML.MLNet;

/// <summary>What the options of the estimators have in common: columns, answers, batches, and what happens to bad rows.</summary>
public abstract partial class PhiVisionScoringOptions
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

    /// <summary>
    /// The line that answers are read with, such as
    /// <c>AnswerTemplate.Parse("Product: {title}, Category: {code:choice}, Price: {price:price}")</c>. Each field gets a column of its
    /// own: <c>title_predicted</c>, text for texts and choices, <see cref="double"/> for numbers and prices (not-a-number where the
    /// answer doesn't hold it readably), and <c>title_confidence</c>. Null (the default) leaves answers as text.
    /// </summary>
    public AnswerTemplate? Template { get; set; }

    /// <summary>
    /// Whether nothing but an answer of the <see cref="Template"/> can be generated: every field is there, numbers are numbers, and
    /// a choice is one of its list. The default is true. It has no effect without a template.
    /// </summary>
    public bool ConstrainAnswers { get; set; } = true;

    /// <summary>What follows a field's name in the name of its column, at least one character. The default is "_predicted".</summary>
    public string FieldColumnSuffix { get; set; } = Defaults.FieldColumnSuffix;

    /// <summary>
    /// What follows a field's name in the name of the column of its confidence (<see cref="float"/>, 0 to 1): the product of the
    /// probabilities of the tokens that write the value and of the one that ends it, that is, the model's probability of exactly
    /// this value, given the answer before it. Not-a-number where the value could not be read. The default is "_confidence"; null
    /// leaves the columns out.
    /// </summary>
    public string? ConfidenceColumnSuffix { get; set; } = Defaults.ConfidenceColumnSuffix;

    /// <summary>
    /// Whether there are columns of evidence beside the <see cref="Template"/>'s. For each choice field, <c>category_runner_up</c>: the value that came second (text;
    /// it ends in … if several values share this beginning, and is empty if there is none); and <c>category_runner_up_confidence</c> (<see cref="float"/>, 0 to 1): the
    /// probability of leaving the chosen value where the second parts from it. And <c>PromptTokenCount</c> (<see cref="int"/>): the tokens that were read, those of pictures
    /// included. The default is false. It has no effect without a template. <see cref="PhiVisionTransformer.WithEvidence"/> adds them to a saved model.
    /// </summary>
    public bool EvidenceColumns { get; set; }

    /// <summary>
    /// The most tiles that a picture is cut into, at least 1: fewer are faster and see less detail. Null (the default) takes what
    /// the base model's preprocessor_config.json says.
    /// </summary>
    public int? NumCrops { get; set; }

    /// <summary>Whether encoded pictures are turned upright as their EXIF block says (phones write one). The default is true; the published processor does not.</summary>
    public bool ApplyExifOrientation { get; set; } = true;

    /// <summary>Whether transparent pictures are laid on white. The default is true; the published processor drops the alpha value and shows what lies beneath.</summary>
    public bool BlendAlphaOntoWhite { get; set; } = true;

    /// <summary>Encoded pictures with more pixels are refused before they are decoded. The default is 100,000,000; from 1 to <see cref="PictureDecoderOptions.PixelLimit"/>.</summary>
    public int MaxPixels { get; set; } = Defaults.MaxPixels;

    /// <summary>The type of number in which the base model works. The default is <see cref="ModelPrecision.Auto"/>. It is saved with the model.</summary>
    public ModelPrecision Precision { get; set; }

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
    /// The text column that says why a row has no answer, or what is wrong with it (it was cut, or a field of the template cannot
    /// be read); empty when all is well. It exists only when <see cref="OnError"/> is <see cref="OnError.EmitEmpty"/>. The default is "Error"; null leaves it out.
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

    /// <summary>The default names and sizes.</summary>
    public static class Defaults
    {
        /// <summary>The picture.</summary>
        public const string ImageColumnName = "Image";
        /// <summary>The answer.</summary>
        public const string OutputColumnName = "GeneratedText";
        /// <summary>Mean log-probability of the answer's tokens.</summary>
        public const string ScoreColumnName = "Score";
        /// <summary>Number of generated tokens.</summary>
        public const string TokenCountColumnName = "TokenCount";
        /// <summary>Why a row has no answer.</summary>
        public const string ErrorColumnName = "Error";
        /// <summary>What the model is asked.</summary>
        public const string PromptTemplate = "What is shown in this image?";
        /// <summary>Follows a field's name in the name of its predicted column.</summary>
        public const string FieldColumnSuffix = "_predicted";
        /// <summary>Follows a field's name in the name of its confidence's column.</summary>
        public const string ConfidenceColumnSuffix = "_confidence";
        /// <summary>Follows a choice field's name in the name of the column of the value that came second.</summary>
        public const string RunnerUpSuffix = "_runner_up";
        /// <summary>Follows a choice field's name in the name of the column of that value's probability.</summary>
        public const string RunnerUpConfidenceSuffix = "_runner_up_confidence";
        /// <summary>Number of tokens that were read.</summary>
        public const string PromptTokenCountColumnName = "PromptTokenCount";
        /// <summary>Most pixels of a picture.</summary>
        public const int MaxPixels = 100_000_000;
        /// <summary>Most tokens of an answer.</summary>
        public const int MaxNewTokens = 256;
        /// <summary>Most rows of a batch.</summary>
        public const int BatchSize = 8;
        /// <summary>Most tokens of a batch.</summary>
        public const int BatchTokens = 32_768;
    }
}
