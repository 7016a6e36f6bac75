using PhiVisionML.Catalog.Answers;
using PhiVisionML.Enrichment.Runs;

namespace PhiVisionML.Review.Values;

/// <summary>The fields of a run's template.</summary>
internal sealed class RunFields
{
    private readonly IReadOnlyList<AnswerField> _fields;

    private RunFields(IReadOnlyList<AnswerField> fields) => _fields = fields;

    /// <summary>The fields; none of a template that this release cannot read.</summary>
    public static RunFields Of(EnrichmentRun run)
    {
        try
        {
            return new RunFields(AnswerTemplate.Parse(run.Settings.Template).Fields);
        }
        catch (FormatException)
        {
            return new RunFields([]);
        }
    }

    /// <summary>The field of a name; null if there is none.</summary>
    public AnswerField? Find(string name) => _fields.FirstOrDefault(field => field.Name == name);
}
