using System.Globalization;
using PhiVisionML.Catalog.Answers;

namespace PhiVisionML.SemanticKernel.Asking;

/// <summary>What a model saw in a picture: every field of the template.</summary>
/// <param name="Values">The values by field name, as the template writes them.</param>
internal sealed record SeenProduct(IReadOnlyDictionary<string, string> Values)
{
    public string? Text(AnswerField? field) => field is null ? null : Values[field.Name];

    public decimal? Number(AnswerField? field) => field is null ? null : decimal.Parse(Values[field.Name], NumberStyles.Number, CultureInfo.InvariantCulture);
}
