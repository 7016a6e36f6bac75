using PhiVisionML.Catalog.Answers;

namespace PhiVisionML.Catalog.Examination.Checks;

/// <summary>Rows whose values are all there but cannot be written as an answer, and numbers that do not read as such.</summary>
internal sealed class AnswersCheck : ICatalogCheck
{
    public CheckResult Examine(ExaminedCatalog catalog, CancellationToken cancellation)
    {
        var template = catalog.Options.Template;
        var rows = new List<FindingRow>();
        foreach (var product in catalog.Products.Where(product => template.Fields.All(field => ExaminedCatalog.Cell(product, field.Name) is not null)))
        {
            try
            {
                template.Render(product.Fields);
            }
            catch (AnswerRenderException failure) when (failure.FieldName != catalog.Price)   // prices have a check of their own
            {
                rows.Add(ExaminedCatalog.Row(product, failure.Message));
            }
            catch (AnswerRenderException)
            {
            }
        }

        return rows.Count == 0 ? CheckResult.Nothing : CheckResult.Of(new Finding
        {
            Id = "unwritable_answers",
            Topic = FindingTopic.Texts,
            Severity = FindingSeverity.Error,
            Sentence = $"{CountText.Rows(rows.Count, "has", "have")} a value that the answer cannot hold: it would be read back as another.",
            Remedy = "Change the value or the text around its field in --template; training leaves these rows out.",
            ExcludesRows = true,
            Rows = rows,
        });
    }
}
