using Microsoft.ML;
using Microsoft.ML.Runtime;
using PhiVisionML.MLNet.Images;
using PhiVisionML.Catalog.Prompts;
using PhiVisionML.MLNet.Prompts;

namespace PhiVisionML.MLNet.Scoring;

/// <summary>Reads what the model sees of a row: pictures and prompt. Training and scoring read them alike.</summary>
internal sealed class RowInputs
{
    private readonly PicturesReader _pictures;
    private readonly PromptReader _prompt;

    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type.</exception>
    public RowInputs(IExceptionContext context, DataViewSchema schema, ScoringSettings settings)
    {
        _pictures = new(context, schema, settings.ImageColumnNames, settings.ImageFolder);
        _prompt = settings.PromptColumnName is { } name
            ? PromptReader.FromColumn(context, schema, name)
            : PromptReader.FromTemplate(context, schema, PromptTemplate.Parse(settings.PromptTemplate!));
        Columns = [.. _pictures.Columns.Concat(_prompt.Columns)];
    }

    public IReadOnlyList<DataViewSchema.Column> Columns { get; }

    /// <summary>Makes a function that reads pictures and prompt at the row's position.</summary>
    public Func<(IReadOnlyList<PictureSource> Pictures, string Prompt)> CreateReader(DataViewRow row)
    {
        var pictures = _pictures.CreateReader(row);
        var prompt = _prompt.CreateReader(row);
        return () => (pictures(), prompt());
    }
}
